// Structures of the file server's interface that several procedures have (OpenAFS, src/fsint/afsint.xg,
// common.xg).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "braid/tracer/import/afs/fid.h"
#include "braid/tracer/import/packets/xdr_reader.h"
#include "braid/tracer/recording/value.h"

namespace braid::import::afs {

/// The name of a number, or its digits.
template <std::size_t Size>
std::string name_among(const std::array<std::string_view, Size>& names, std::uint32_t number) {
  return number < Size ? std::string(names[number]) : std::to_string(number);
}

struct FileStatus {
  recording::Fields fields;  ///< empty where the reader failed
  bool directory = false;
};

[[nodiscard]] Fid read_fid(packets::XdrReader& xdr);

/// AFSFetchStatus: type, size, version of the data, mtime, mode, links, owner, group; or error.
[[nodiscard]] FileStatus read_file_status(packets::XdrReader& xdr);

/// AFSCallBack: type, expires, version.
[[nodiscard]] recording::Fields read_callback(packets::XdrReader& xdr);

/// AFSStoreStatus: what its mask says is set.
[[nodiscard]] recording::Fields read_store_status(packets::XdrReader& xdr);

}  // namespace braid::import::afs
