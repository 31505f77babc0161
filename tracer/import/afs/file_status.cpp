#include "braid/tracer/import/afs/file_status.h"

#include "braid/tracer/import/afs/abort_codes.h"

namespace braid::import::afs {
namespace {

constexpr std::array<std::string_view, 4> kTypes = {"invalid", "file", "directory", "symlink"};
constexpr std::array<std::string_view, 4> kCallbackTypes = {"none", "exclusive", "shared", "dropped"};
constexpr std::uint32_t kDirectory = 2;

}  // namespace

Fid read_fid(packets::XdrReader& xdr) {
  Fid fid;
  fid.volume = xdr.number();
  fid.vnode = xdr.number();
  fid.unique = xdr.number();
  return fid;
}

FileStatus read_file_status(packets::XdrReader& xdr) {
  std::array<std::uint32_t, 21> words{};
  for (std::uint32_t& word : words) word = xdr.number();
  FileStatus status;
  if (xdr.failed()) return status;
  if (words[20] != 0) {
    status.fields.add("error", abort_name(static_cast<std::int32_t>(words[20])));
    return status;
  }
  status.directory = words[1] == kDirectory;
  status.fields.add("type", name_among(kTypes, words[1]));
  status.fields.add("size", std::uint64_t{words[19]} << 32 | words[3]);
  status.fields.add("version", std::uint64_t{words[17]} << 32 | words[4]);
  status.fields.add("mtime", std::to_string(words[13]));
  status.fields.add("mode", words[9]);
  status.fields.add("links", words[2]);
  status.fields.add("owner", words[6]);
  status.fields.add("group", words[15]);
  return status;
}

recording::Fields read_callback(packets::XdrReader& xdr) {
  const std::uint32_t version = xdr.number();
  const std::uint32_t expires = xdr.number();
  const std::uint32_t type = xdr.number();
  recording::Fields callback;
  if (xdr.failed()) return callback;
  callback.add("type", name_among(kCallbackTypes, type));
  callback.add("expires", expires);
  callback.add("version", version);
  return callback;
}

recording::Fields read_store_status(packets::XdrReader& xdr) {
  constexpr std::array<std::string_view, 5> kNames = {"mtime", "owner", "group", "mode", "segment_size"};
  recording::Fields set;
  const std::uint32_t mask = xdr.number();
  for (std::size_t bit = 0; bit < kNames.size(); ++bit) {
    const std::uint32_t value = xdr.number();
    if ((mask >> bit & 1) == 0 || xdr.failed()) continue;
    set.add(kNames[bit], bit == 0 ? recording::Value(std::to_string(value)) : recording::Value(value));
  }
  return set;
}

}  // namespace braid::import::afs
