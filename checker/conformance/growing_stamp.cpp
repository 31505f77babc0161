#include "braid/checker/conformance/growing_stamp.h"

#include <fmt/format.h>

#include "braid/tracer/recording/time.h"

namespace braid::conformance {

void GrowingStamp::successors(const State& state, const Step& step, std::vector<State>& out) const {
  switch (step.kind) {
    case Kind::tell:
      if (state.exact && !others ? state.value == step.value : state.value <= step.value)
        out.push_back({step.value, true});
      return;
    case Kind::advance:
      if (state.exact && strict ? state.value < step.value : state.value <= step.value)
        out.push_back({step.value, true});
      return;
    case Kind::change:
    case Kind::lend:
      out.push_back({state.exact && strict ? state.value + 1 : state.value, false});
      return;
    case Kind::set:
      out.push_back({});
      return;
  }
}

bool GrowingStamp::harmless(const State& state, const Step& step, bool is_new) const {
  if (!state.exact || state.value != step.value) return false;
  return step.kind == Kind::tell || (step.kind == Kind::advance && (is_new || !strict));
}

bool GrowingStamp::hopeless(const State& state, const Step& step) const {
  return !goes_back && (step.kind == Kind::tell || step.kind == Kind::advance) && step.value < state.value;
}

bool GrowingStamp::helps(const State& state, const Step& other, const Step& goal) const {
  if (other.kind == Kind::set || goal.kind == Kind::set) return true;
  const bool wants = goal.kind == Kind::tell || goal.kind == Kind::advance;
  const bool behind = state.exact && wants && state.value < goal.value;
  switch (other.kind) {
    case Kind::tell:
    case Kind::advance:
      return !wants || other.value <= goal.value;
    case Kind::change:
      return wants && (behind || (strict && !state.exact));
    case Kind::lend:
      return behind && !others;
    case Kind::set:
      return true;
  }
  return true;
}

bool GrowingStamp::compares(const State& state, const Step& step) const {
  return (step.kind == Kind::tell || step.kind == Kind::advance) && (state.exact || state.value > 0);
}

std::string GrowingStamp::text_of(std::uint64_t value) const {
  if (!is_time) return std::to_string(value);
  return recording::to_string({static_cast<std::int64_t>(value), 9});
}

std::string GrowingStamp::tell(const State& state) const {
  if (state.exact) return "it is " + text_of(state.value);
  return state.value == 0 ? "it may be anything" : fmt::format("it is {} or greater", text_of(state.value));
}

std::string GrowingStamp::refusal(const State& state, const Step& step) const {
  const std::string said = "the reply says " + text_of(step.value);
  if (step.value < state.value) return said + ", which is less";
  if (step.value == state.value) return said + ", although the call changes it";
  return said + ", although nothing that changes it was outstanding";
}

std::string GrowingStamp::accepted(const State& state, const Step& step) const {
  if (step.kind == Kind::tell && state.exact && !others) return "a reply with " + text_of(state.value);
  if (step.kind == Kind::advance && state.exact && strict)
    return "a reply with more than " + text_of(state.value);
  return fmt::format("a reply with {} or more", text_of(state.value));
}

}  // namespace braid::conformance
