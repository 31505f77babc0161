#include "braid/tracer/import/strace/scene.h"

#include <fmt/format.h>

#include <array>

#include "braid/tracer/import/strace/path.h"
#include "braid/tracer/import/strace/text.h"

namespace braid::import::strace {
namespace {

std::string_view folder_of(std::string_view path) {
  return path.substr(0, path.rfind('/') + 1);
}

/// NFS clients rename an open file that is deleted (nfs_sillyrename in Linux's fs/nfs/dir.c).
bool is_silly_rename(std::string_view from, std::string_view to) {
  return folder_of(from) == folder_of(to) && to.substr(folder_of(to).size()).starts_with(".nfs");
}

}  // namespace

std::string path_of(std::string_view target) {
  // With -yy, `<char 1:3>` follows the path of a device.
  std::string path = unescaped(target.substr(0, target.find('<')));
  if (!path.starts_with('/') || path.starts_with("/memfd:")) path.clear();
  return path;
}

std::string Scene::folder(const DescriptorText& text) {
  if (text.folder) {
    if (!text.target.empty() && text.target != *process_.folder) {
      if (std::string path = path_of(text.target); !path.empty()) *process_.folder = std::move(path);
    }
    return *process_.folder;
  }
  if (std::string path = path_of(text.target); !path.empty()) return path;
  const Descriptor* known = process_.descriptors->find(text.number);
  return known == nullptr ? std::string() : known->file->path;
}

std::optional<std::string> Scene::path(std::size_t index) {
  const auto text = read_text(call_.argument(index));
  if (!text || text->bytes.empty()) return std::nullopt;
  return join(*process_.folder, text->bytes);
}

std::optional<std::string> Scene::path_at(std::size_t folder_index, std::size_t index) {
  const auto text = read_text(call_.argument(index));
  const auto base = read_descriptor(call_.argument(folder_index));
  if (!text || text->bytes.empty() || !base) return std::nullopt;
  const std::string from = text->bytes.starts_with('/') ? "/" : folder(*base);
  if (from.empty()) return std::nullopt;
  return join(from, text->bytes);
}

Subject Scene::subject(const std::optional<std::string>& path) {
  if (!path) return {};
  Subject subject = surroundings_.shares.locate(*path);
  identify(subject);
  return subject;
}

void Scene::identify(Subject& subject) {
  if (subject.kind == Subject::Kind::file) subject.object = surroundings_.names.identity(subject.name);
}

Subject Scene::subject_at(std::size_t folder_index, std::size_t index) {
  const std::string_view given = call_.argument(index);
  if (given != "\"\"" && given != "NULL") return subject(path_at(folder_index, index));
  const auto base = read_descriptor(call_.argument(folder_index));
  if (!base) return {};
  return base->folder ? subject(folder(*base)) : descriptor(*base);
}

Subject Scene::descriptor(std::size_t index) {
  const auto text = read_descriptor(call_.argument(index));
  return text ? descriptor(*text) : Subject{};
}

Subject Scene::descriptor(const DescriptorText& text) {
  Subject subject;
  subject.number = text.number;
  subject.open = file(text);
  if (subject.open == nullptr) {
    subject.kind = Subject::Kind::unknown_file;
    return subject;
  }
  constexpr std::array kKinds = {Subject::Kind::file, Subject::Kind::outside, Subject::Kind::other};
  subject.kind = kKinds[static_cast<std::size_t>(subject.open->kind)];
  subject.client = subject.open->client;
  subject.object = subject.open->object;
  return subject;
}

std::shared_ptr<OpenFile> Scene::file(const DescriptorText& text) {
  Descriptor* known = process_.descriptors->find(text.number);
  if (text.target.empty()) return known == nullptr ? nullptr : known->file;
  if (known != nullptr && known->file->target == text.target) return known->file;
  const std::string path = path_of(text.target);
  auto found = opened(text, path);
  if (known == nullptr) {
    process_.descriptors->set(text.number, {found, false});
    return found;
  }
  OpenFile& expected = *known->file;
  const bool same =
      found->kind == expected.kind && found->client == expected.client &&
      (found->object == expected.object || text.deleted || is_silly_rename(path_of(expected.target), path));
  if (same) {
    expected.target = text.target;
    return known->file;
  }
  surroundings_.ledger.note("descriptors of another file than the calls before had opened");
  known->file = found;
  return found;
}

std::shared_ptr<OpenFile> Scene::opened(const DescriptorText& text, std::string_view path) {
  auto file = std::make_shared<OpenFile>();
  file->target = text.target;
  file->path = path;
  file->kind = OpenFile::Kind::other;
  if (path.empty()) return file;
  const Subject located = subject(std::string(path));
  file->kind = located.kind == Subject::Kind::file ? OpenFile::Kind::file : OpenFile::Kind::outside;
  file->client = located.client;
  file->object = located.object;
  return file;
}

recording::Fields Scene::outcome() const {
  recording::Fields result;
  if (!call_.returned) return result;
  if (!call_.error.empty()) {
    result.add("error", call_.error);
  } else if (call_.value) {
    result.add("value", *call_.value);
  } else {
    result.add("unknown", call_.result);
  }
  if (call_.injected) result.add("injected", true);
  return result;
}

void Scene::emit(std::string_view operation, const Subject& subject, recording::Fields arguments,
                 recording::Fields result) {
  if (subject.kind != Subject::Kind::file) {
    skip(skipped_as(subject.kind));
    return;
  }
  recording::Record record;
  const auto& clients = surroundings_.shares.clients();
  record.actor =
      subject.client < clients.size() ? std::string_view(clients[subject.client].name) : moment_.actor;
  if (process_.key != Processes::kNoPid) record.process = process_.key;
  record.operation = operation;
  record.object = subject.object;
  record.arguments = std::move(arguments);
  if (!subject.name.empty() && subject.name != subject.object) record.arguments.add("name", subject.name);
  record.start = moment_.start;
  if (call_.returned) {
    record.end = moment_.end;
    record.result = std::move(result);
  }
  record.source = moment_.source;
  record.line = moment_.line;
  surroundings_.ledger.event();
  surroundings_.emit(std::move(record));
}

void Scene::skip(std::string_view kind) {
  surroundings_.ledger.skip(kind, moment_.line, text_, moment_.source);
}

void Scene::skip() {
  skip(fmt::format("system calls {}", call_.name));
}

}  // namespace braid::import::strace
