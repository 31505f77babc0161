#include "braid/tracer/import/strace/subject.h"

#include "braid/tracer/import/strace/path.h"

namespace braid::import::strace {

std::string_view skipped_as(Subject::Kind kind) {
  switch (kind) {
    case Subject::Kind::file:
      break;
    case Subject::Kind::outside:
      return "calls outside the clients' folders";
    case Subject::Kind::other:
      return "calls on descriptors that are no files";
    case Subject::Kind::unknown_file:
      return "calls on descriptors whose file is not known";
    case Subject::Kind::unknown_folder:
      return "calls on paths in a folder that is not known";
    case Subject::Kind::no_path:
      return "calls on paths that are not known";
  }
  return {};
}

Subject Shares::locate(std::string_view path) const {
  Subject subject;
  subject.kind = Subject::Kind::file;
  if (clients_.empty()) {
    subject.name = path;
    return subject;
  }
  std::size_t longest = 0;
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    std::string_view rest;
    const std::size_t size = clients_[i].prefix.size() + 1;
    if (size <= longest || !is_below(path, clients_[i].prefix, rest)) continue;
    longest = size;
    subject.client = i;
    subject.name = rest;
  }
  if (longest == 0)
    subject.kind = path.starts_with('/') ? Subject::Kind::outside : Subject::Kind::unknown_folder;
  return subject;
}

}  // namespace braid::import::strace
