#include "braid/tracer/import/nfs/procedure_call.h"

#include "braid/tracer/import/nfs/element_reader.h"

namespace braid::import::nfs {
namespace {

/// NFS3ERR_NOENT, and the same in all versions.
constexpr std::uint32_t kNoEntry = 2;

std::string nth(const std::vector<std::string_view>& texts, std::size_t n) {
  return n < texts.size() ? std::string(texts[n]) : std::string();
}

}  // namespace

void note_end(const rpc::Body& body, bool failed, Ledger& ledger) {
  if (body.cut) {
    ledger.note("messages that the capture cuts short");
  } else if (failed) {
    ledger.note("messages that do not follow their protocol");
  }
}

ProcedureCall::ProcedureCall(const Procedure& procedure, const packets::Address& server,
                             const rpc::Body& arguments, recording::Record& event, const Means& means)
    : procedure_(procedure), server_(server) {
  packets::XdrReader xdr(arguments.bytes, arguments.cut);
  Mentioned mentioned;
  ElementReader reader(xdr, event.arguments, mentioned, means.options, means.ledger);
  if (!arguments.sealed) reader.read(procedure.arguments);
  note_end(arguments, xdr.failed(), means.ledger);
  handle_ = nth(mentioned.handles, 0);
  to_handle_ = nth(mentioned.handles, 1);
  name_ = nth(mentioned.names, 0);
  to_name_ = nth(mentioned.names, 1);
}

void ProcedureCall::reply(const rpc::Body& results, recording::Record& event, const Means& means) {
  if (results.sealed) {
    event.result.add("unknown", "sealed by RPCSEC_GSS");
    return no_results(event, means);
  }
  packets::XdrReader xdr(results.bytes, results.cut);
  Mentioned mentioned;
  ElementReader reader(xdr, event.result, mentioned, means.options, means.ledger);
  const std::uint32_t status = procedure_.statuses == Statuses::none ? 0 : xdr.number();
  if (xdr.failed()) {
    event.result.add("unknown",
                     results.cut ? "the reply is cut short" : "the reply does not follow its protocol");
  } else if (status == 0) {
    reader.read(procedure_.results);
  } else {
    event.result.add("error", status_name(procedure_.statuses, status));
    reader.read(procedure_.failed);
  }
  note_end(results, xdr.failed(), means.ledger);
  const std::string file = nth(mentioned.handles, 0);
  const bool done = status == 0 && event.result.find("unknown") == nullptr;
  if (!done) {
    if (status == kNoEntry) forget(means.files);
    return no_results(event, means);
  }
  if (procedure_.role != Role::remove && procedure_.role != Role::rename) learn(file, means.files);
  for (const Mentioned::Entry& entry : mentioned.entries)
    means.files.is_in(server_, handle_, entry.name, entry.handle);
  event.object = object(file, means.files);
  // What the name was is said before it is not so any more.
  if (procedure_.role == Role::remove || procedure_.role == Role::rename) learn(file, means.files);
}

void ProcedureCall::no_results(recording::Record& event, const Means& means) {
  event.object = object({}, means.files);
}

void ProcedureCall::forget(FileNames& files) const {
  if (procedure_.role == Role::lookup || procedure_.role == Role::remove || procedure_.role == Role::rename)
    files.removed(server_, handle_, name_);
}

void ProcedureCall::learn(std::string_view file, FileNames& files) const {
  switch (procedure_.role) {
    case Role::lookup:
    case Role::create:
      // A server may leave out the handle: then what has the name now is unknown.
      if (file.empty()) return files.removed(server_, handle_, name_);
      return files.is_in(server_, handle_, name_, file);
    case Role::remove:
      return files.removed(server_, handle_, name_);
    case Role::rename:
      return files.renamed(server_, handle_, name_, to_handle_, to_name_);
    case Role::link:
      return files.is_in(server_, to_handle_, name_, handle_);
    case Role::mount:
      return files.is_root(server_, name_, file);
    case Role::none:
    case Role::list:
      return;
  }
}

std::string ProcedureCall::object(std::string_view file, FileNames& files) const {
  const bool named = procedure_.role == Role::lookup || procedure_.role == Role::create ||
                     procedure_.role == Role::remove || procedure_.role == Role::rename;
  if (!file.empty()) return files.name_of(server_, file);
  if (handle_.empty()) return {};
  return named && !name_.empty() ? files.name_in(server_, handle_, name_) : files.name_of(server_, handle_);
}

}  // namespace braid::import::nfs
