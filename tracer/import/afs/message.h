// What the arguments and results of a procedure say.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "braid/tracer/import/afs/fid.h"
#include "braid/tracer/import/afs/file_names.h"
#include "braid/tracer/import/afs/procedures.h"
#include "braid/tracer/import/format.h"

namespace braid::import::afs {

/// What a message says that is more than a field of its event. Texts refer to the message.
struct MessageFacts {
  std::optional<Fid> fid;  ///< the file or directory it is about
  std::optional<Fid> to_fid;
  std::optional<Fid> new_fid;
  std::string_view name;
  std::string_view to_name;
  std::uint64_t offset = 0;
  bool directory = false;  ///< the file `fid` is one
  std::string_view data;
  bool readable = true;  ///< all its parts were there, and right
};

/// Reads messages into the fields of events.
class MessageReader {
 public:
  MessageReader(const FileNames& names, const ImportOptions& options, Ledger& ledger)
      : names_(names), options_(options), ledger_(ledger) {}

  /// Adds to `fields` and `facts` what the parts of `message` say, as far as it goes.
  void read(std::span<const Part> parts, std::string_view message, recording::Fields& fields,
            MessageFacts& facts) const;

 private:
  const FileNames& names_;
  const ImportOptions& options_;
  Ledger& ledger_;
};

}  // namespace braid::import::afs
