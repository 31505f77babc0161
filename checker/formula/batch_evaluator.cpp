#include "braid/checker/formula/batch_evaluator.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "braid/checker/formula/specialization.h"

namespace braid::formula {
namespace {

using explore::ObservableId;
using explore::Reading;
using Key = std::vector<std::uint64_t>;

constexpr std::uint64_t kTop = std::uint64_t{1} << 63;
/// Programs and fragments that are kept; beyond these the cache starts anew.
constexpr std::size_t kGreatestPlans = 4096;
constexpr std::size_t kGreatestFragments = 65536;

struct KeyHash {
  std::size_t operator()(const Key& key) const {
    constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
    std::uint64_t hash = key.size();
    for (const std::uint64_t part : key) hash = (hash ^ part) * kOdd + (hash >> 32);
    return static_cast<std::size_t>(hash ^ (hash >> 29));
  }
};

void append(Key& key, const Reading& reading) {
  key.push_back(std::uint64_t{reading.field.word} << 16 | std::uint64_t{reading.field.shift} << 8 |
                reading.field.width);
  key.push_back(static_cast<std::uint64_t>(reading.base));
}

/// A formula's instructions within a plan.
struct Part {
  enum class Kind : std::uint8_t { never, always, varying } kind = Kind::never;  ///< when it is decided
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// All formulas compiled for one vector of readings.
struct Plan {
  std::vector<Instruction> program;
  std::vector<Part> parts;           ///< parallel to the formulas
  std::vector<std::uint32_t> words;  ///< the words of the state that the program reads
  std::size_t registers = 1;
  std::size_t varying = 0;
};

bool reads_words(Step step) {
  return step == Step::load || step == Step::mismatch || step == Step::differ || step == Step::differ_within;
}

}  // namespace

bool Deciding::any() const {
  return std::any_of(first.begin(), first.end(), [](std::size_t index) { return index != kNone; });
}

class BatchEvaluator::Implementation {
 public:
  explicit Implementation(std::span<const BoundFormula> formulas) {
    for (const BoundFormula& formula : formulas) {
      for (const ObservableId id : observables_used(formula)) used_.push_back(id);
    }
    std::sort(used_.begin(), used_.end());
    used_.erase(std::unique(used_.begin(), used_.end()), used_.end());
    for (const BoundFormula& formula : formulas) add(formula);
  }

  std::span<const ObservableId> used() const { return used_; }
  std::size_t compiled() const { return compiled_; }

  void evaluate(std::span<const Reading> readings, const std::uint64_t* words, std::size_t stride,
                std::size_t count, Deciding& out) {
    out.first.assign(formulas_.size(), Deciding::kNone);
    if (count == 0) return;
    const Plan& plan = plan_for(readings);
    std::size_t open = plan.varying;
    for (std::size_t f = 0; f < formulas_.size(); ++f) {
      if (plan.parts[f].kind == Part::Kind::always) out.first[f] = 0;
    }
    for (std::size_t start = 0; start < count && open > 0; start += kBlock) {
      const std::size_t states = std::min(kBlock, count - start);
      select_words(plan, words + start * stride, stride, states);
      if (open == plan.varying && !fails(plan.program, states)) continue;
      open -= find_first(plan, start, states, out);
    }
  }

  void deciding_states(std::size_t formula, std::span<const Reading> readings, const std::uint64_t* words,
                       std::size_t stride, std::size_t count, std::span<std::uint64_t> mask) {
    std::fill_n(mask.begin(), (count + 63) / 64, 0);
    if (count == 0) return;
    const Plan& plan = plan_for(readings);
    const Part& part = plan.parts[formula];
    if (part.kind == Part::Kind::never) return;
    for (std::size_t start = 0; start < count; start += kBlock) {
      const std::size_t states = std::min(kBlock, count - start);
      if (part.kind == Part::Kind::varying) {
        select_words(plan, words + start * stride, stride, states);
        (void)fails(program_of(plan, part), states);
      } else {
        std::fill_n(registers_.begin(), states, 0);
      }
      for (std::size_t i = 0; i < states; ++i) {
        mask[(start + i) / 64] |= (~registers_[i] >> 63) << ((start + i) % 64);
      }
    }
  }

 private:
  struct BoundInstance {
    BoundExpression expression;
    std::vector<std::uint32_t> readings;  ///< indices into used_
  };
  struct CompiledFormula {
    bool decided_by_truth = false;
    std::vector<BoundInstance> instances;
  };

  void add(const BoundFormula& formula) {
    CompiledFormula compiled{decided_by_truth(formula.kind), {}};
    for (const Instance& instance : formula.instances) {
      std::vector<ObservableId> ids;
      add_observables(instance.expression, ids);
      BoundInstance bound{instance.expression, {}};
      for (const ObservableId id : ids) bound.readings.push_back(index_of(id));
      compiled.instances.push_back(std::move(bound));
    }
    formulas_.push_back(std::move(compiled));
  }

  std::uint32_t index_of(ObservableId id) const {
    return static_cast<std::uint32_t>(std::lower_bound(used_.begin(), used_.end(), id) - used_.begin());
  }

  static std::span<const Instruction> program_of(const Plan& plan, const Part& part) {
    return std::span(plan.program).subspan(part.begin, part.end - part.begin);
  }

  /// Whether some of the selected states makes `program` false; register 0 then tells which.
  bool fails(std::span<const Instruction> program, std::size_t states) {
    std::fill_n(registers_.begin(), states, kTop);
    run(program, columns_.data(), registers_.data(), states);
    return any_false(registers_.data(), states);
  }

  std::size_t find_first(const Plan& plan, std::size_t start, std::size_t states, Deciding& out) {
    std::size_t found = 0;
    for (std::size_t f = 0; f < formulas_.size(); ++f) {
      const Part& part = plan.parts[f];
      if (part.kind != Part::Kind::varying || out.first[f] != Deciding::kNone) continue;
      if (!fails(program_of(plan, part), states)) continue;
      const auto first = std::find_if(registers_.begin(), registers_.end(),
                                      [](std::uint64_t truth) { return (truth & kTop) == 0; });
      out.first[f] = start + static_cast<std::size_t>(first - registers_.begin());
      ++found;
    }
    return found;
  }

  /// Makes columns_[w] the column of word w of the next states.
  void select_words(const Plan& plan, const std::uint64_t* words, std::size_t stride, std::size_t states) {
    for (std::size_t i = 0; i < plan.words.size(); ++i) {
      const std::uint32_t word = plan.words[i];
      if (stride == 1) {
        columns_[word] = words;
        continue;
      }
      std::uint64_t* const column = gathered_.data() + i * kBlock;
      const std::uint64_t* const from = words + word;
      for (std::size_t s = 0; s < states; ++s) column[s] = from[s * stride];
      columns_[word] = column;
    }
  }

  const Plan& plan_for(std::span<const Reading> readings) {
    key_.clear();
    for (const Reading& reading : readings) append(key_, reading);
    if (last_ != nullptr && key_ == last_->first) return last_->second;
    auto known = plans_.find(key_);
    if (known == plans_.end()) {
      if (plans_.size() >= kGreatestPlans) plans_.clear();
      known = plans_.emplace(key_, make_plan(readings)).first;
    }
    last_ = &*known;
    return known->second;
  }

  Plan make_plan(std::span<const Reading> readings) {
    Plan plan;
    if (fragments_.size() >= kGreatestFragments) fragments_.clear();
    std::uint64_t number = 0;
    for (const CompiledFormula& formula : formulas_) {
      Part part;
      part.begin = plan.program.size();
      for (const BoundInstance& instance : formula.instances) {
        const Fragment& fragment = fragment_for(formula, instance, number++, readings);
        if (fragment.constant && !fragment.truth) part.kind = Part::Kind::always;
        plan.program.insert(plan.program.end(), fragment.program.begin(), fragment.program.end());
        plan.registers = std::max(plan.registers, fragment.registers);
      }
      if (part.kind == Part::Kind::always) plan.program.resize(part.begin);
      part.end = plan.program.size();
      if (part.end > part.begin) {
        part.kind = Part::Kind::varying;
        ++plan.varying;
      }
      plan.parts.push_back(part);
    }
    for (const Instruction& instruction : plan.program) {
      if (!reads_words(instruction.step)) continue;
      for (const std::uint32_t word : {instruction.left, instruction.right}) {
        if (std::find(plan.words.begin(), plan.words.end(), word) == plan.words.end())
          plan.words.push_back(word);
        columns_.resize(std::max<std::size_t>(columns_.size(), word + std::size_t{1}));
      }
    }
    registers_.resize(std::max(registers_.size(), plan.registers * kBlock));
    gathered_.resize(std::max(gathered_.size(), plan.words.size() * kBlock));
    return plan;
  }

  /// The instance's program for its own readings only, which repeat more often than those of all together.
  const Fragment& fragment_for(const CompiledFormula& formula, const BoundInstance& instance,
                               std::uint64_t number, std::span<const Reading> readings) {
    Key key{number};
    for (const std::uint32_t index : instance.readings) append(key, readings[index]);
    const auto known = fragments_.find(key);
    if (known != fragments_.end()) return known->second;
    ++compiled_;
    Fragment fragment = specializer_.compile(instance.expression, formula.decided_by_truth,
                                             [&](ObservableId id) { return readings[index_of(id)]; });
    return fragments_.emplace(std::move(key), std::move(fragment)).first->second;
  }

  std::vector<ObservableId> used_;
  std::vector<CompiledFormula> formulas_;
  Specializer specializer_;
  std::unordered_map<Key, Plan, KeyHash> plans_;
  std::unordered_map<Key, Fragment, KeyHash> fragments_;
  const std::pair<const Key, Plan>* last_ = nullptr;
  Key key_;
  std::vector<std::uint64_t> registers_ = std::vector<std::uint64_t>(kBlock);
  std::vector<std::uint64_t> gathered_;
  std::vector<const std::uint64_t*> columns_ = std::vector<const std::uint64_t*>(1);
  std::size_t compiled_ = 0;
};

BatchEvaluator::BatchEvaluator(std::span<const BoundFormula> formulas)
    : implementation_(std::make_unique<Implementation>(formulas)) {}
BatchEvaluator::~BatchEvaluator() = default;
BatchEvaluator::BatchEvaluator(BatchEvaluator&&) noexcept = default;
BatchEvaluator& BatchEvaluator::operator=(BatchEvaluator&&) noexcept = default;

std::span<const ObservableId> BatchEvaluator::used() const {
  return implementation_->used();
}

std::size_t BatchEvaluator::compiled() const {
  return implementation_->compiled();
}

void BatchEvaluator::evaluate(std::span<const Reading> readings, const std::uint64_t* words,
                              std::size_t stride, std::size_t count, Deciding& out) {
  implementation_->evaluate(readings, words, stride, count, out);
}

void BatchEvaluator::deciding_states(std::size_t formula, std::span<const Reading> readings,
                                     const std::uint64_t* words, std::size_t stride, std::size_t count,
                                     std::span<std::uint64_t> mask) {
  implementation_->deciding_states(formula, readings, words, stride, count, mask);
}

}  // namespace braid::formula
