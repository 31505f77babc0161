#include "braid/checker/conformance/directory_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace braid::conformance {
namespace {

using State = DirectoryNames::State;

constexpr std::uint32_t kShared = DirectoryNames::kFirstShared;

State with(State state, std::uint32_t name, std::uint32_t file) {
  state[name] = file;
  return state;
}

/// What is one file is numbered by its first name; what has one name only is just some file.
State numbered(State state) {
  if (std::none_of(state.begin(), state.end(), [](std::uint32_t file) { return file >= kShared; }))
    return state;
  const State before = state;
  for (std::size_t k = 0; k < before.size(); ++k) {
    if (before[k] < kShared) continue;
    const auto first = std::find(before.begin(), before.end(), before[k]);
    const bool is_alone = std::count(before.begin(), before.end(), before[k]) == 1;
    state[k] =
        is_alone ? DirectoryNames::kSomeFile : kShared + static_cast<std::uint32_t>(first - before.begin());
  }
  return state;
}

/// The name is a file, if it was not known.
State existing(const State& state, std::uint32_t name) {
  return state[name] == DirectoryNames::kAnything ? with(state, name, DirectoryNames::kSomeFile) : state;
}

/// The two names are of one file. Nothing where that cannot be.
std::optional<State> united(State state, std::uint32_t a, std::uint32_t b) {
  const auto is_handle = [](std::uint32_t file) {
    return file >= DirectoryNames::kFirstHandle && file < kShared;
  };
  if (is_handle(state[a]) && is_handle(state[b])) {
    if (state[a] != state[b]) return std::nullopt;
    return state;
  }
  // A number that none has; numbers are given anew.
  const std::uint32_t one = is_handle(state[a])   ? state[a]
                            : is_handle(state[b]) ? state[b]
                                                  : kShared + static_cast<std::uint32_t>(state.size());
  for (const std::uint32_t name : {a, b}) {
    if (const std::uint32_t shared = state[name]; shared >= kShared)
      std::replace(state.begin(), state.end(), shared, one);
    state[name] = one;
  }
  return numbered(std::move(state));
}

}  // namespace

void DirectoryNames::found(const State& state, const Step& step, std::vector<State>& out) {
  const std::uint32_t file = state[step.name];
  if (file == kAbsent) return;
  if (file < kFirstHandle) {
    out.push_back(with(state, step.name, step.file));
  } else if (step.file == kSomeFile || step.file == file) {
    out.push_back(state);
  } else if (file >= kFirstShared) {
    State next = state;
    std::replace(next.begin(), next.end(), file, step.file);
    out.push_back(std::move(next));
  }
}

void DirectoryNames::moved(const State& state, const Step& step, std::vector<State>& out) {
  const std::uint32_t file = state[step.name];
  if (file == kAbsent) return;
  if (step.name == step.other) {
    out.push_back(existing(state, step.name));
    return;
  }
  const std::uint32_t known = file == kAnything || !step.keeps_handle ? kSomeFile : file;
  out.push_back(numbered(with(with(state, step.name, kAbsent), step.other, known)));
  // Two names of one file: nothing happens (RFC 1813, 3.3.14).
  if (state[step.other] == kAbsent) return;
  if (!step.keeps_handle) {
    out.push_back(existing(existing(state, step.name), step.other));
  } else if (auto same = united(state, step.name, step.other)) {
    out.push_back(std::move(*same));
  }
}

void DirectoryNames::successors(const State& state, const Step& step, std::vector<State>& out) const {
  const std::uint32_t file = state[step.name];
  const bool may_be_absent = file == kAbsent || file == kAnything;
  const auto becomes = [&](std::uint32_t next) { out.push_back(numbered(with(state, step.name, next))); };
  switch (step.kind) {
    case Kind::finds:
      return found(state, step, out);
    case Kind::misses:
      if (may_be_absent) becomes(kAbsent);
      return;
    case Kind::creates:
      if (!may_be_absent) return found(state, step, out);
      becomes(step.file);
      return;
    case Kind::makes:
      if (may_be_absent) becomes(step.file);
      return;
    case Kind::removes:
      if (file != kAbsent) becomes(kAbsent);
      return;
    case Kind::moves:
      return moved(state, step, out);
    case Kind::replaced:
      becomes(kAnything);
      return;
  }
}

bool DirectoryNames::harmless(const State& state, const Step& step, bool) const {
  const std::uint32_t file = state[step.name];
  if (step.kind == Kind::misses) return file == kAbsent;
  if (step.kind != Kind::finds) return false;
  return file >= kFirstHandle ? step.file == file || step.file == kSomeFile
                              : file == kSomeFile && step.file == kSomeFile;
}

bool DirectoryNames::compares(const State& state, const Step& step) const {
  return step.kind != Kind::replaced && state[step.name] != kAnything;
}

std::string DirectoryNames::file_text(std::uint32_t file) const {
  if (file == kAnything) return "anything or nothing";
  if (file == kAbsent) return "no file";
  return file == kSomeFile || file >= kFirstShared ? std::string("some file") : handle_text(file);
}

std::string DirectoryNames::tell(const State& state) const {
  std::string text;
  constexpr std::size_t kMostNames = 8;
  std::size_t told = 0;
  for (std::size_t k = 0; k < state.size(); ++k) {
    if (state[k] == kAnything && state.size() > 1) continue;
    if (++told > kMostNames) return text + ", ...";
    text += fmt::format("{}{} is {}", text.empty() ? "" : ", ", names[k], file_text(state[k]));
  }
  return text.empty() ? "nothing is known" : text;
}

std::string DirectoryNames::refusal(const State&, const Step& step) const {
  switch (step.kind) {
    case Kind::misses:
      return "the reply says that there is no " + names[step.name];
    case Kind::makes:
      return fmt::format("the reply says that {} was made", names[step.name]);
    case Kind::removes:
      return fmt::format("the reply says that {} was removed", names[step.name]);
    case Kind::moves:
      return fmt::format("the reply says that {} was renamed", names[step.name]);
    default:
      return fmt::format("the reply says that {} is {}", names[step.name], file_text(step.file));
  }
}

std::string DirectoryNames::accepted(const State& state, const Step& step) const {
  const std::uint32_t file = state[step.name];
  if (file == kAbsent)
    return step.kind == Kind::finds || step.kind == Kind::removes || step.kind == Kind::moves
               ? "that there is no such file"
               : "that a new file is made";
  if (step.kind == Kind::makes) return "that it exists";
  return "a reply with " + file_text(file);
}

}  // namespace braid::conformance
