#include "braid/checker/conformance/file_size.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::conformance {

void FileSize::successors(const State& state, const Step& step, std::vector<State>& out) const {
  switch (step.kind) {
    case Kind::extend:
      out.push_back({std::max(state.size, step.size), state.exact});
      return;
    case Kind::set:
      out.push_back({step.size, true});
      return;
    case Kind::disturb:
      out.push_back({});
      return;
    case Kind::tell:
      if (state.exact ? state.size == step.size : state.size <= step.size) out.push_back({step.size, true});
      return;
    case Kind::at_least:
      if (!state.exact || state.size >= step.size)
        out.push_back({std::max(state.size, step.size), state.exact});
      return;
    case Kind::at_most:
      if (state.size < step.size) {
        out.push_back(state);
      } else if (state.size == step.size) {
        out.push_back({step.size, true});
      }
      return;
  }
}

bool FileSize::harmless(const State& state, const Step& step, bool) const {
  switch (step.kind) {
    case Kind::extend:
      return !shrinks && step.size <= state.size;
    case Kind::tell:
      return state.exact && state.size == step.size;
    case Kind::at_least:
      return state.size >= step.size;
    case Kind::at_most:
      return state.exact && state.size <= step.size;
    case Kind::set:
    case Kind::disturb:
      return false;
  }
  return false;
}

bool FileSize::hopeless(const State& state, const Step& step) const {
  return !shrinks && (step.kind == Kind::tell || step.kind == Kind::at_most) && step.size < state.size;
}

bool FileSize::helps(const State& state, const Step& other, const Step& goal) const {
  if (shrinks || other.kind != Kind::extend) return true;
  // Where nothing shrinks, an extension is needed only to reach what the reply tells, or what another does
  // before the file is longer, and not beyond it.
  const bool reaches = goal.kind == Kind::tell || goal.kind == Kind::at_least || goal.kind == Kind::extend;
  return reaches && goal.size > state.size && (goal.kind == Kind::at_least || other.size <= goal.size);
}

bool FileSize::compares(const State& state, const Step& step) const {
  switch (step.kind) {
    case Kind::tell:
    case Kind::at_least:
    case Kind::at_most:
      return state.exact || (step.kind == Kind::tell && step.size < state.size);
    case Kind::extend:
    case Kind::set:
    case Kind::disturb:
      return false;
  }
  return false;
}

std::string FileSize::tell(const State& state) const {
  if (state.exact) return fmt::format("it is {} bytes long", state.size);
  return state.size == 0 ? "it may have any size" : fmt::format("it is at least {} bytes long", state.size);
}

std::string FileSize::refusal(const State&, const Step& step) const {
  switch (step.kind) {
    case Kind::at_least:
      return fmt::format("the reply has bytes up to {}", step.size);
    case Kind::at_most:
      return fmt::format("the reply says that it ends at {} or before", step.size);
    default:
      return fmt::format("the reply says {}", step.size);
  }
}

std::string FileSize::accepted(const State& state, const Step& step) const {
  if (step.kind == Kind::at_least) return fmt::format("a reply with bytes up to at most {}", state.size);
  if (step.kind == Kind::at_most) return fmt::format("an end at {} or behind it", state.size);
  return fmt::format("a reply with {}{}", state.exact ? "" : "at least ", state.size);
}

}  // namespace braid::conformance
