// Calls of procedures that are no compounds: NFS 2 and 3, and the programs around them.
#pragma once

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/nfs/file_names.h"
#include "braid/tracer/import/nfs/procedures.h"
#include "braid/tracer/import/rpc/protocol.h"

namespace braid::import::nfs {

/// What all calls need. Borrowed.
struct Means {
  FileNames& files;
  const ImportOptions& options;
  Ledger& ledger;
};

/// A call that waits for its reply.
class Call : public rpc::CallState {
 public:
  /// Reads results into the event, and learns the names of files. Sets the event's object.
  virtual void reply(const rpc::Body& results, recording::Record& event, const Means& means) = 0;
  /// There are none: only sets the event's object.
  virtual void no_results(recording::Record& event, const Means& means) = 0;
};

/// A message that was not read to its end, for the ledger. `failed`: it could not be.
void note_end(const rpc::Body& body, bool failed, Ledger& ledger);

class ProcedureCall final : public Call {
 public:
  /// Reads arguments into the event.
  ProcedureCall(const Procedure& procedure, const packets::Address& server, const rpc::Body& arguments,
                recording::Record& event, const Means& means);

  void reply(const rpc::Body& results, recording::Record& event, const Means& means) override;
  void no_results(recording::Record& event, const Means& means) override;

 private:
  void learn(std::string_view file, FileNames& files) const;
  void forget(FileNames& files) const;
  [[nodiscard]] std::string object(std::string_view file, FileNames& files) const;

  const Procedure& procedure_;
  packets::Address server_;
  std::string handle_;  ///< the first that the arguments mention
  std::string name_;
  std::string to_handle_;  ///< the second
  std::string to_name_;
};

}  // namespace braid::import::nfs
