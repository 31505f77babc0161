#include "braid/checker/conformance/afs_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::conformance {

AfsFile::State AfsFile::initial() const {
  State state;
  state.parts.assign(ranges.size(), kUnknownContent);
  return state;
}

/// Whether the version can be what the step says.
bool AfsFile::reaches(const State& state, const Step& step) const {
  switch (step.kind) {
    case Kind::tell:
      return others || !state.known ? step.version >= state.version : step.version == state.version;
    case Kind::store:
      return others || !state.known ? step.version > state.version : step.version == state.version + 1;
    case Kind::change:
      return step.version > state.version;
    case Kind::touch:
      return step.version >= state.version;
    case Kind::unseen:
      return true;
  }
  return false;
}

/// The first part that the step tells otherwise than the state of the same version has it.
const std::pair<std::uint32_t, ContentId>* AfsFile::contradicted(const State& state, const Step& step) const {
  if (step.kind != Kind::tell || !state.known || state.version != step.version) return nullptr;
  for (const auto& part : step.parts) {
    const ContentId known = state.parts[part.first];
    if (known != kUnknownContent && part.second != kUnknownContent && known != part.second) return &part;
  }
  return nullptr;
}

void AfsFile::cut(State& state, std::uint64_t size) const {
  for (std::size_t k = 0; k < ranges.size(); ++k) {
    if (ranges[k].first >= size) {
      state.parts[k] = kZeros;
    } else if (ranges[k].second > size) {
      state.parts[k] = kUnknownContent;
    }
  }
}

void AfsFile::successors(const State& state, const Step& step, std::vector<State>& out) const {
  if (!reaches(state, step)) return;
  if (step.kind == Kind::unseen) {
    State next = initial();
    next.version = state.version;
    out.push_back(state);
    if (next != state) out.push_back(std::move(next));
    return;
  }
  const bool same_version = state.known && state.version == step.version;
  if (step.kind == Kind::tell && same_version &&
      (state.size != step.size || contradicted(state, step) != nullptr))
    return;
  State next = state;
  const bool follows = state.known && step.version == state.version + 1;
  const bool keeps = same_version || !state.known || (step.kind == Kind::store && follows);
  if (!keeps) next.parts.assign(ranges.size(), kUnknownContent);
  if (step.kind == Kind::store) cut(next, step.shortest);
  for (const auto& [part, content] : step.parts) {
    if (step.kind == Kind::store || content != kUnknownContent) next.parts[part] = content;
  }
  next.version = step.version;
  next.size = step.size;
  next.known = true;
  out.push_back(std::move(next));
}

bool AfsFile::harmless(const State& state, const Step& step, bool) const {
  if (step.kind != Kind::tell || !state.known || state.version != step.version || state.size != step.size)
    return false;
  return std::all_of(step.parts.begin(), step.parts.end(), [&](const auto& part) {
    return part.second == kUnknownContent || state.parts[part.first] == part.second;
  });
}

bool AfsFile::hopeless(const State& state, const Step& step) const {
  if (step.kind == Kind::unseen) return false;
  const bool may_stay = step.kind == Kind::tell || step.kind == Kind::touch;
  return may_stay ? step.version < state.version : step.version <= state.version;
}

bool AfsFile::helps(const State&, const Step& other, const Step& goal) const {
  return other.kind == Kind::unseen || goal.kind == Kind::unseen || other.version <= goal.version;
}

bool AfsFile::compares(const State& state, const Step& step) const {
  return (state.known || state.version > 0) && step.kind != Kind::unseen;
}

std::string AfsFile::tell(const State& state) const {
  if (!state.known)
    return state.version == 0 ? "it may be of any version"
                              : fmt::format("it may be of any version from {}", state.version);
  std::string text = fmt::format("it is of version {}, {} bytes", state.version, state.size);
  constexpr std::size_t kMostParts = 4;
  std::size_t told = 0;
  for (std::size_t k = 0; k < state.parts.size() && told < kMostParts; ++k) {
    if (state.parts[k] == kUnknownContent || ranges[k].first >= state.size) continue;
    text += fmt::format(", {} at {}", contents.text_of(state.parts[k]), ranges[k].first);
    ++told;
  }
  return text;
}

std::string AfsFile::refusal(const State& state, const Step& step) const {
  if (!reaches(state, step))
    return fmt::format("the reply {} version {}", step.kind == Kind::tell ? "is of" : "makes it",
                       step.version);
  if (const auto* part = contradicted(state, step))
    return fmt::format("the reply has {} at {} in the same version", contents.text_of(part->second),
                       ranges[part->first].first);
  return fmt::format("the reply has {} bytes in the same version", step.size);
}

std::string AfsFile::accepted(const State& state, const Step& step) const {
  switch (step.kind) {
    case Kind::store:
      return fmt::format("{} {}", others || !state.known ? "a version from" : "version", state.version + 1);
    case Kind::change:
      return fmt::format("a version from {}", state.version + 1);
    case Kind::touch:
      return fmt::format("a version from {}", state.version);
    default:
      break;
  }
  if (!state.known) return fmt::format("a version from {}", state.version);
  std::string text = fmt::format("version {}", state.version);
  if (others) text = fmt::format("a version behind {}, or that", state.version);
  text += fmt::format(" with {} bytes", state.size);
  if (const auto* part = contradicted(state, step))
    text +=
        fmt::format(" and {} at {}", contents.text_of(state.parts[part->first]), ranges[part->first].first);
  return text;
}

}  // namespace braid::conformance
