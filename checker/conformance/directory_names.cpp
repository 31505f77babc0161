#include "braid/checker/conformance/directory_names.h"

#include <fmt/format.h>

namespace braid::conformance {
namespace {

using State = DirectoryNames::State;

State with(State state, std::uint32_t name, std::uint32_t file) {
  state[name] = file;
  return state;
}

}  // namespace

void DirectoryNames::found(const State& state, const Step& step, std::vector<State>& out) {
  const std::uint32_t file = state[step.name];
  if (file == kAbsent) return;
  if (file < kFirstHandle) {
    out.push_back(with(state, step.name, step.file));
  } else if (step.file == kSomeFile || step.file == file) {
    out.push_back(state);
  }
}

void DirectoryNames::moved(const State& state, const Step& step, std::vector<State>& out) {
  const std::uint32_t file = state[step.name];
  if (file == kAbsent) return;
  const std::uint32_t known = file == kAnything || !step.keeps_handle ? kSomeFile : file;
  out.push_back(with(with(state, step.name, kAbsent), step.other, known));
  // Two names of one file: nothing happens (RFC 1813, 3.3.14).
  const std::uint32_t target = state[step.other];
  const bool may_be_one = file < kFirstHandle || target < kFirstHandle || !step.keeps_handle;
  if (step.name == step.other || (target != kAbsent && (target == file || may_be_one))) out.push_back(state);
}

void DirectoryNames::successors(const State& state, const Step& step, std::vector<State>& out) const {
  const std::uint32_t file = state[step.name];
  switch (step.kind) {
    case Kind::finds:
      return found(state, step, out);
    case Kind::misses:
      if (file == kAnything || file == kAbsent) out.push_back(with(state, step.name, kAbsent));
      return;
    case Kind::creates:
      if (file == kAbsent || file == kAnything) {
        out.push_back(with(state, step.name, step.file));
      } else {
        found(state, step, out);
      }
      return;
    case Kind::makes:
      if (file == kAbsent || file == kAnything) out.push_back(with(state, step.name, step.file));
      return;
    case Kind::removes:
      if (file != kAbsent) out.push_back(with(state, step.name, kAbsent));
      return;
    case Kind::moves:
      return moved(state, step, out);
    case Kind::replaced:
      out.push_back(with(state, step.name, kAnything));
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
  return file == kSomeFile ? std::string("some file") : handle_text(file);
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
