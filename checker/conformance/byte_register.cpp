#include "braid/checker/conformance/byte_register.h"

#include <algorithm>

namespace braid::conformance {

void ByteRegister::successors(const State& state, const Step& step, std::vector<State>& out) const {
  const bool restarts = step.kind == Kind::restart;
  if (state.life != kAnyLife && step.life != kAnyLife && state.life + (restarts ? 1 : 0) != step.life) return;
  const Life life = step.life == kAnyLife ? state.life : step.life;
  switch (step.kind) {
    case Kind::read:
      if (state.content == step.content || state.content == kUnknownContent)
        out.push_back({step.content, life, state.losable});
      return;
    case Kind::write:
      out.push_back({step.content, life, {}});
      return;
    case Kind::write_unstable: {
      State next{step.content, life, state.losable};
      const auto place = std::lower_bound(next.losable.begin(), next.losable.end(), state.content);
      if (place == next.losable.end() || *place != state.content) next.losable.insert(place, state.content);
      out.push_back(std::move(next));
      return;
    }
    case Kind::commit:
      out.push_back({state.content, life, {}});
      return;
    case Kind::restart:
      out.push_back({state.content, life, {}});
      for (const ContentId content : state.losable) {
        if (content != state.content) out.push_back({content, life, {}});
      }
      return;
  }
}

bool ByteRegister::harmless(const State& state, const Step& step, bool) const {
  return step.kind == Kind::read && state.content == step.content;
}

bool ByteRegister::compares(const State& state, const Step& step) const {
  return step.kind == Kind::read && state.content != kUnknownContent;
}

std::string ByteRegister::tell(const State& state) const {
  return state.content == kUnknownContent ? "it may hold anything"
                                          : "it holds " + contents.text_of(state.content);
}

std::string ByteRegister::refusal(const State&, const Step& step) const {
  if (step.kind != Kind::read) return "the reply has the write verifier of another time";
  return "the reply says " + contents.text_of(step.content);
}

std::string ByteRegister::accepted(const State& state, const Step& step) const {
  if (step.kind != Kind::read) return "the verifier of that time";
  return "a reply with " + contents.text_of(state.content);
}

}  // namespace braid::conformance
