// What messages are made of: the tables of procedures are written in these words.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>

namespace braid::import::nfs {

/// How an element is encoded (RFC 1094, 1813, 7530, 8881, 7862, 8276), and thereby what is said of it.
enum class Shape : std::uint8_t {
  number,       ///< 32 bits
  long_number,  ///< 64 bits
  truth,        ///< a Boolean
  text,         ///< a name, a path
  opaque,       ///< bytes of a variable size, as hexadecimal digits
  bytes_4,      ///< so many bytes, as hexadecimal digits
  bytes_8,
  bytes_16,
  numbers,       ///< a list of 32 bits each
  texts,         ///< a list of texts
  stable_how,    ///< UNSTABLE, DATA_SYNC, FILE_SYNC
  file_type,     ///< as in fattr3 and fattr4
  handle,        ///< of a file, of a variable size
  handle_2,      ///< of a file, 32 bytes
  data,          ///< what is read or written
  counted_data,  ///< the same; the field of that name is its size
  // NFS 2
  attributes_2,  ///< fattr
  settings_2,    ///< sattr
  entries_2,     ///< entries of a directory, and eof
  // NFS 3
  time_3,        ///< nfstime3: 32 bits of seconds, and of nanoseconds
  attributes_3,  ///< fattr3
  post_3,        ///< post_op_attr
  directory_3,   ///< post_op_attr of a directory, which the operation only went through
  weak_cache_3,  ///< wcc_data
  directory_weak_cache_3,
  settings_3,      ///< sattr3
  guard_3,         ///< sattrguard3
  how_3,           ///< createhow3
  node_3,          ///< mknoddata3
  post_handle_3,   ///< post_op_fh3
  entries_3,       ///< of READDIR
  entries_plus_3,  ///< of READDIRPLUS
  // NFS 4
  time_4,  ///< nfstime4
  stateid,
  bitmap,               ///< bitmap4: passed over
  attributes_4,         ///< fattr4
  change,               ///< change_info4
  owner,                ///< state_owner4: client and owner
  create_type,          ///< createtype4
  locker,               ///< locker4
  open_how,             ///< openflag4
  open_claim,           ///< open_claim4
  delegation,           ///< open_delegation4
  lock_denied,          ///< LOCK4denied
  entries_4,            ///< dirlist4
  security,             ///< secinfo4 of a SECINFO reply
  security_parameters,  ///< callback_sec_parms4 of a call
  protection_call,      ///< state_protect4_a
  protection_reply,     ///< state_protect4_r
  implementation,       ///< nfs_impl_id4<1>
  channel,              ///< channel_attrs4
  layout_update,        ///< a layout type and its opaque body
  optional_long,        ///< a Boolean, and if true 64 bits
  optional_time,
  optional_stateid,
  layout_return,
  layouts,
  delegation_claim,      ///< deleg_claim4
  directory_delegation,  ///< GET_DIR_DELEGATION4res_non_fatal
  stateids,
  device_errors,
  network_location,  ///< netloc4
  network_locations,
  write_response,
  complete,   ///< nfsstat4<1>
  read_plus,  ///< the contents of READ_PLUS
  device_ids,
  // Callbacks
  layout_recall,
  notifications,
  device_notifications,
  referring_calls,
  offload,
};

struct Element {
  Shape shape = Shape::number;
  const char* name = "";  ///< of the field; empty: it is only passed over
};

/// A sequence of elements.
class Elements {
 public:
  static constexpr std::size_t kMost = 12;

  constexpr Elements() = default;
  constexpr Elements(std::initializer_list<Element> elements) {
    for (const Element& element : elements) elements_[size_++] = element;
  }
  [[nodiscard]] constexpr const Element* begin() const { return elements_.data(); }
  [[nodiscard]] constexpr const Element* end() const { return elements_.data() + size_; }

 private:
  std::array<Element, kMost> elements_{};
  std::size_t size_ = 0;
};

}  // namespace braid::import::nfs
