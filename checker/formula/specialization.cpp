#include "braid/checker/formula/specialization.h"

#include <algorithm>
#include <limits>

namespace braid::formula {
namespace {

constexpr std::uint64_t kTop = std::uint64_t{1} << 63;

std::uint64_t bits(std::int64_t value) {
  return static_cast<std::uint64_t>(value);
}

/// The bits of a field where they are.
std::uint64_t mask_in_place(explore::Field field) {
  return field.mask() << field.shift;
}

Range range_of(const explore::Reading& reading) {
  std::int64_t greatest = 0;
  const auto width = static_cast<std::int64_t>(reading.field.mask());
  if (__builtin_add_overflow(reading.base, width, &greatest))
    greatest = std::numeric_limits<std::int64_t>::max();
  return {reading.base, greatest};
}

}  // namespace

void Specializer::begin() {
  builder_.clear();
  mapped_.clear();
  readings_.clear();
  program_.clear();
  depth_ = deepest_ = 1;
}

void Specializer::map_observable(const explore::Reading& reading) {
  if (reading.constant()) {
    mapped_.push_back(builder_.constant(reading.base));
    return;
  }
  const auto index = static_cast<std::uint32_t>(readings_.size());
  readings_.push_back(reading);
  mapped_.push_back(builder_.observable(index, range_of(reading)));
}

void Specializer::map(const Node& node) {
  const auto left = [&] { return mapped_[node.left]; };
  const auto right = [&] { return mapped_[node.right]; };
  switch (node.operation) {
    case Operator::constant:
      mapped_.push_back(builder_.constant(node.value));
      break;
    case Operator::observable:
      break;
    case Operator::sum:
      mapped_.push_back(builder_.sum(left(), right()));
      break;
    case Operator::difference:
      mapped_.push_back(builder_.difference(left(), right()));
      break;
    case Operator::product:
      mapped_.push_back(builder_.product(left(), right()));
      break;
    case Operator::equal:
      mapped_.push_back(is_condition(left()) || is_condition(right()) ? builder_.equivalence(left(), right())
                                                                      : builder_.equal(left(), right()));
      break;
    case Operator::less:
      mapped_.push_back(builder_.less(left(), right()));
      break;
    case Operator::conjunction:
      mapped_.push_back(builder_.conjunction(left(), right()));
      break;
    case Operator::negation:
      mapped_.push_back(builder_.negation(left()));
      break;
  }
}

bool Specializer::is_condition(NodeId id) const {
  switch (builder_.node(id).operation) {
    case Operator::equal:
    case Operator::less:
    case Operator::conjunction:
    case Operator::negation:
      return true;
    default:
      return false;
  }
}

Fragment Specializer::finish(bool negated) {
  Fragment fragment;
  const NodeId root = negated ? builder_.negation(mapped_.back()) : mapped_.back();
  if (builder_.node(root).operation == Operator::constant) {
    fragment.constant = true;
    fragment.truth = builder_.node(root).value != 0;
    return fragment;
  }
  emit_conjunction({root, true}, 0, true);
  fragment.program = program_;
  fragment.registers = deepest_;
  return fragment;
}

std::uint32_t Specializer::push_register() {
  deepest_ = std::max(deepest_, depth_ + 1);
  return depth_++;
}

std::vector<Specializer::Literal> Specializer::flattened(Literal whole) const {
  std::vector<Literal> open{whole};
  std::vector<Literal> literals;
  while (!open.empty()) {
    Literal literal = open.back();
    open.pop_back();
    const Node& node = builder_.node(literal.node);
    if (node.operation == Operator::negation) {
      open.push_back({node.left, !literal.truth});
    } else if (node.operation == Operator::conjunction && literal.truth) {
      open.push_back({node.left, true});
      open.push_back({node.right, true});
    } else {
      literals.push_back(literal);
    }
  }
  return literals;
}

bool Specializer::as_match(Literal literal, Match& match) const {
  const Node& node = builder_.node(literal.node);
  const auto field_is = [&](const Node& observable, std::int64_t value) {
    const explore::Reading& read = reading(observable);
    const std::uint64_t offset = bits(value) - bits(read.base);
    if (offset > read.field.mask() || (mask_in_place(read.field) & kTop) != 0) return false;
    match = {read.field.word, mask_in_place(read.field), offset << read.field.shift};
    return true;
  };
  if (node.operation == Operator::observable) {
    if (!literal.truth) return field_is(node, 0);
    return reading(node).field.width == 1 && reading(node).base == 0 && field_is(node, 1);
  }
  if (node.operation != Operator::equal || !literal.truth) return false;
  const Node& left = builder_.node(node.left);
  const Node& right = builder_.node(node.right);
  if (left.operation == Operator::observable && right.operation == Operator::constant) {
    return field_is(left, right.value);
  }
  return left.operation == Operator::constant && right.operation == Operator::observable &&
         field_is(right, left.value);
}

void Specializer::emit_conjunction(Literal whole, std::uint32_t target, bool started) {
  std::vector<Match> matches;
  std::vector<Literal> others;
  bool contradiction = false;
  for (const Literal literal : flattened(whole)) {
    Match match;
    if (!as_match(literal, match)) {
      others.push_back(literal);
      continue;
    }
    const auto same = std::find_if(matches.begin(), matches.end(),
                                   [&](const Match& other) { return other.word == match.word; });
    if (same == matches.end()) {
      matches.push_back(match);
    } else {
      contradiction = contradiction || ((same->mask & match.mask) & (same->value ^ match.value)) != 0;
      same->mask |= match.mask;
      same->value |= match.value;
    }
  }
  if (contradiction) {
    program_.push_back({.step = Step::fill, .target = target, .constant = 0});
    return;
  }
  for (const Literal literal : others) emit_test(literal, target, started);
  for (const Match& match : matches) {
    emit_truth({.step = Step::mismatch,
                .left = match.word,
                .right = match.word,
                .mask = match.mask,
                .constant = match.value},
               false, target, started);
  }
}

void Specializer::emit_truth(Instruction instruction, bool truth, std::uint32_t target, bool& started) {
  instruction.target = target;
  if (started) {
    instruction.combine = truth ? Combine::conjoin : Combine::conjoin_not;
  } else {
    instruction.combine = truth ? Combine::set : Combine::set_not;
  }
  started = true;
  program_.push_back(instruction);
}

void Specializer::emit_test(Literal literal, std::uint32_t target, bool& started) {
  const Node node = builder_.node(literal.node);
  Match match;
  if (as_match({literal.node, !literal.truth}, match)) {
    emit_truth({.step = Step::mismatch,
                .left = match.word,
                .right = match.word,
                .mask = match.mask,
                .constant = match.value},
               true, target, started);
    return;
  }
  if (node.operation == Operator::equal) return emit_equal(node, literal.truth, target, started);
  if (node.operation == Operator::less) return emit_less(node, literal.truth, target, started);
  const std::uint32_t part = push_register();
  if (node.operation == Operator::conjunction) {
    emit_conjunction({literal.node, true}, part, false);
    emit_truth({.step = Step::sign, .left = part}, literal.truth, target, started);
  } else {
    emit_value(literal.node, part);
    emit_truth({.step = Step::nonzero, .left = part}, literal.truth, target, started);
  }
  pop_register();
}

bool Specializer::emit_field_comparison(const Node& node, bool truth, std::uint32_t target, bool& started) {
  const Node& left = builder_.node(node.left);
  const Node& right = builder_.node(node.right);
  if (left.operation != Operator::observable || right.operation != Operator::observable) return false;
  explore::Reading a = reading(left);
  explore::Reading b = reading(right);
  const auto topmost = [](const explore::Reading& read) { return (mask_in_place(read.field) & kTop) != 0; };
  if (a.base != b.base || a.field.width != b.field.width || topmost(a) || topmost(b)) return false;
  if (a.field.shift > b.field.shift) std::swap(a, b);
  Instruction instruction{.left = a.field.word, .right = b.field.word};
  if (a.field.word == b.field.word) {
    instruction.step = Step::differ_within;
    instruction.shift = static_cast<std::uint8_t>(b.field.shift - a.field.shift);
    instruction.mask = mask_in_place(a.field);
  } else {
    instruction.step = Step::differ;
    instruction.shift = a.field.shift;
    instruction.other_shift = b.field.shift;
    instruction.mask = a.field.mask();
  }
  emit_truth(instruction, !truth, target, started);
  return true;
}

void Specializer::emit_equal(const Node& node, bool truth, std::uint32_t target, bool& started) {
  if (emit_field_comparison(node, truth, target, started)) return;
  const std::uint32_t left = push_register();
  const std::uint32_t right = push_register();
  if (is_condition(node.left) || is_condition(node.right)) {
    emit_conjunction({node.left, true}, left, false);
    emit_conjunction({node.right, true}, right, false);
    emit_truth({.step = Step::signs_differ, .left = left, .right = right}, !truth, target, started);
  } else {
    emit_value(node.left, left);
    emit_value(node.right, right);
    const std::uint32_t difference = push_register();
    program_.push_back({.step = Step::subtract, .target = difference, .left = left, .right = right});
    emit_truth({.step = Step::nonzero, .left = difference}, !truth, target, started);
    pop_register();
  }
  pop_register();
  pop_register();
}

void Specializer::emit_less(const Node& node, bool truth, std::uint32_t target, bool& started) {
  const Range a = builder_.range(node.left);
  const Range b = builder_.range(node.right);
  std::int64_t unused = 0;
  const bool wraps = __builtin_sub_overflow(a.least, b.greatest, &unused) ||
                     __builtin_sub_overflow(a.greatest, b.least, &unused);
  const std::uint32_t left = push_register();
  const Node& right_node = builder_.node(node.right);
  const Node& left_node = builder_.node(node.left);
  if (!wraps && right_node.operation == Operator::constant) {
    emit_value(node.left, left);
    const std::uint64_t minus = 0 - bits(right_node.value);
    if (program_.back().step == Step::load) {
      program_.back().constant += minus;
    } else {
      const std::uint32_t moved = push_register();
      program_.push_back({.step = Step::add_constant, .target = moved, .left = left, .constant = minus});
      emit_truth({.step = Step::sign, .left = moved}, truth, target, started);
      pop_register();
      pop_register();
      return;
    }
    emit_truth({.step = Step::sign, .left = left}, truth, target, started);
  } else if (!wraps && left_node.operation == Operator::constant) {
    emit_value(node.right, left);
    const std::uint32_t moved = push_register();
    program_.push_back({.step = Step::subtract_from_constant,
                        .target = moved,
                        .left = left,
                        .constant = bits(left_node.value)});
    emit_truth({.step = Step::sign, .left = moved}, truth, target, started);
    pop_register();
  } else {
    const std::uint32_t right = push_register();
    emit_value(node.left, left);
    emit_value(node.right, right);
    emit_truth({.step = Step::less, .left = left, .right = right}, truth, target, started);
    pop_register();
  }
  pop_register();
}

void Specializer::emit_value(NodeId id, std::uint32_t target) {
  const Node node = builder_.node(id);
  if (node.operation == Operator::constant) {
    program_.push_back({.step = Step::fill, .target = target, .constant = bits(node.value)});
  } else if (node.operation == Operator::observable) {
    const explore::Reading& read = reading(node);
    program_.push_back({.step = Step::load,
                        .shift = read.field.shift,
                        .target = target,
                        .left = read.field.word,
                        .right = read.field.word,
                        .mask = read.field.mask(),
                        .constant = bits(read.base)});
  } else {
    emit_binary_value(node, target);
  }
}

void Specializer::emit_binary_value(const Node& node, std::uint32_t target) {
  const std::uint32_t left = push_register();
  const std::uint32_t right = push_register();
  emit_value(node.left, left);
  emit_value(node.right, right);
  Step step = Step::multiply;
  if (node.operation == Operator::sum) step = Step::add;
  if (node.operation == Operator::difference) step = Step::subtract;
  program_.push_back({.step = step, .target = target, .left = left, .right = right});
  pop_register();
  pop_register();
}

}  // namespace braid::formula
