#include "braid/tracer/import/strace/file_names.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace braid::import::strace {

struct FileNames::Node {
  std::string identity;          ///< empty: the folder's identity and the name
  std::uint32_t generation = 1;  ///< how many files have had their first name here
  bool absent = false;
  Children children;
};

namespace {

/// Takes `/x` or, at the beginning, `.` from the front of a path; the slash is not a part of the component.
std::string_view take_component(std::string_view& path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view component = path.substr(0, end);
  path.remove_prefix(end);
  return component;
}

/// Whether one is the other, or below it.
bool nested(std::string_view one, std::string_view other) {
  if (one.size() > other.size()) std::swap(one, other);
  return other.starts_with(one) && (other.size() == one.size() || other[one.size()] == '/' || one == "/");
}

}  // namespace

FileNames::FileNames() : root_(std::make_unique<Node>()) {}
FileNames::~FileNames() {
  forget(root_->children);
}

void FileNames::forget(Children& children) {
  // Not by recursion: renames can nest folders deeper than the stack is.
  std::vector<Children> left;
  left.push_back(std::exchange(children, {}));
  while (!left.empty()) {
    Children some = std::move(left.back());
    left.pop_back();
    size_ -= some.size();
    for (auto& [name, child] : some) {
      if (!child->children.empty()) left.push_back(std::exchange(child->children, {}));
    }
  }
}

std::string FileNames::identity(std::string_view path) const {
  std::string identity;
  const Node* at = root_.get();
  std::string_view rest = path;
  while (!rest.empty() && at != nullptr) {
    const bool slash = rest.starts_with('/');
    const std::string_view component = take_component(rest);
    const auto child = at->children.find(component);
    at = child == at->children.end() ? nullptr : child->second.get();
    if (at != nullptr && !at->identity.empty()) {
      identity = at->identity;
    } else {
      if (slash) identity += '/';
      identity += component;
    }
  }
  identity += rest;
  return identity;
}

FileNames::Node* FileNames::node(std::string_view path) {
  Node* at = root_.get();
  while (!path.empty()) {
    const std::string_view component = take_component(path);
    auto child = at->children.find(component);
    if (child == at->children.end()) {
      if (size_ >= kMostNames) return nullptr;
      ++size_;
      child = at->children.emplace(std::string(component), std::make_unique<Node>()).first;
    }
    at = child->second.get();
  }
  return at;
}

void FileNames::created(std::string_view path) {
  const Node* at = root_.get();
  for (std::string_view rest = path; !rest.empty();) {
    const auto child = at->children.find(take_component(rest));
    if (child == at->children.end()) return;
    at = child->second.get();
  }
  if (!at->absent) return;
  Node* made = node(path);
  made->absent = false;
  ++made->generation;
  const std::size_t slash = path.rfind('/');
  made->identity = identity(path.substr(0, slash)) + std::string(path.substr(slash)) + '#' +
                   std::to_string(made->generation);
}

void FileNames::removed(std::string_view path) {
  Node* gone = node(path);
  if (gone == nullptr) return;
  gone->absent = true;
  forget(gone->children);
}

void FileNames::renamed(std::string_view from, std::string_view to) {
  std::string file = identity(from);
  if (file == identity(to)) return;  // rename(2): two names of one file stay both
  Node* source = node(from);
  Node* target = node(to);
  if (source == nullptr || target == nullptr || nested(from, to)) return;
  forget(target->children);
  target->children = std::exchange(source->children, {});
  target->identity = std::move(file);
  target->absent = false;
  source->absent = true;
}

void FileNames::exchanged(std::string_view one, std::string_view other) {
  std::string first = identity(one);
  std::string second = identity(other);
  Node* a = node(one);
  Node* b = node(other);
  if (a == nullptr || b == nullptr || nested(one, other)) return;
  std::swap(a->children, b->children);
  a->identity = std::move(second);
  b->identity = std::move(first);
  a->absent = b->absent = false;
}

void FileNames::linked(std::string_view path, std::string identity) {
  Node* made = node(path);
  if (made == nullptr) return;
  made->identity = std::move(identity);
  made->absent = false;
}

}  // namespace braid::import::strace
