#include "braid/tracer/import/nfs/current_file.h"

#include "braid/tracer/import/nfs/operations4.h"

namespace braid::import::nfs {
void CurrentFile::enter(const std::string& name) {
  FilePosition file;
  file.directory = current_.handle;
  file.name = name;
  if (!file.directory.empty()) file.handle = files_.handle_in(server_, file.directory, name);
  current_ = std::move(file);
  follows_ = true;
  object_.clear();
}

void CurrentFile::note_object(const FilePosition& position) {
  if (object_.empty() && !follows_) object_ = name_of(position);
}

/// Operations that say where the compound is. False: it is another one.
bool CurrentFile::place(const Step& step) {
  switch (step.number) {
    case kPutfh4:
      current_ = {step.handle, {}, {}, false};
      return true;
    case kPutRoot4:
    case kPutPublic4:
      current_ = {files_.root_of(server_), {}, {}, true};
      return true;
    case kSave4:
      saved_ = current_;
      return true;
    case kRestore4:
      current_ = saved_;
      return true;
    case kLookup4:
    case kCreate4:
      enter(step.name);
      return true;
    case kOpen4:
      if (step.name.empty()) return false;
      enter(step.name);
      return true;
    case kLookupParent4:
    case kOpenAttribute4:
      current_ = {};
      return true;
    case kSequence4:
    case kGetattr4:
      return true;
    default:
      return false;
  }
}

void CurrentFile::apply(const Step& step, std::string_view handle) {
  if (place(step)) return;
  switch (step.number) {
    case kGetfh4:
      if (current_.root) files_.is_root_of(server_, handle);
      if (!current_.directory.empty()) files_.is_in(server_, current_.directory, current_.name, handle);
      current_.handle = handle;
      return;
    case kRemove4:
      fail(step);
      return files_.removed(server_, current_.handle, step.name);
    case kRename4:
      fail(step);
      return files_.renamed(server_, saved_.handle, step.name, current_.handle, step.to);
    case kLink4:
      fail(step);
      return files_.is_in(server_, current_.handle, step.name, saved_.handle);
    default:
      return note_object(current_);
  }
}

bool CurrentFile::fail(const Step& step) {
  if (place(step)) return false;
  switch (step.number) {
    case kGetfh4:
      return false;
    case kRemove4:
      note_object({{}, current_.handle, step.name, false});
      return true;
    case kRename4:
      note_object({{}, saved_.handle, step.name, false});
      return true;
    case kLink4:
      note_object(saved_);
      return true;
    default:
      note_object(current_);
      return true;
  }
}

std::string CurrentFile::name_of(const FilePosition& position) {
  if (!position.handle.empty()) return files_.name_of(server_, position.handle);
  if (!position.directory.empty()) return files_.name_in(server_, position.directory, position.name);
  return {};
}

std::string CurrentFile::object() {
  return object_.empty() ? name_of(current_) : object_;
}

}  // namespace braid::import::nfs
