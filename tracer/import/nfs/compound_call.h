// Calls of COMPOUND and CB_COMPOUND, NFS 4.
#pragma once

#include <vector>

#include "braid/tracer/import/nfs/current_file.h"
#include "braid/tracer/import/nfs/element_reader.h"
#include "braid/tracer/import/nfs/procedure_call.h"

namespace braid::import::nfs {

class CompoundCall final : public Call {
 public:
  /// Names the event's operation, and reads the arguments of each operation into it. `server` has the files.
  CompoundCall(bool callback, const packets::Address& server, const rpc::Body& arguments,
               recording::Record& event, const Means& means);

  void reply(const rpc::Body& results, recording::Record& event, const Means& means) override;
  void no_results(recording::Record& event, const Means& means) override;

 private:
  void read_operations(packets::XdrReader& xdr, recording::Record& event, const Means& means);
  void add_step(std::uint32_t number, const Mentioned& mentioned);
  void read_results(packets::XdrReader& xdr, recording::Record& event, const Means& means);

  bool callback_;
  packets::Address server_;
  std::vector<Step> steps_;
};

}  // namespace braid::import::nfs
