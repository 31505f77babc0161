// What a server spends on each kind of message, and the queueing network that follows.
//
// No source at hand gives times per message of the systems of the 1980s, so nearly all values are assumptions
// and say so. They are parameters: whoever knows better sets them, sensitivity_of tells which of them matter,
// and needed_value what each would have to be for a published figure to come out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "braid/checker/cost/parameters.h"
#include "braid/checker/cost/queueing_network.h"

namespace braid::cost {

/// Calls of all protocols, by what the server does for them. The names in service times are those of the
/// enumerators, with hyphens.
enum class MessageKind : std::uint8_t {
  // AFS, by a process outside the kernel; files as a whole.
  validate,      ///< AFSv1's TestAuth: is the cached copy current
  fetch_status,  ///< GetFileStat, FetchStatus
  fetch,
  store,
  store_status,  ///< SetFileStat, StoreStatus
  list,          ///< AFSv1's ListDir
  change_names,  ///< CreateFile, MakeDir, RemoveFile, Rename, ...
  callback,      ///< the server breaks a promise
  give_up_callbacks,
  // NFS, in the kernel; blocks.
  get_attributes,
  set_attributes,
  lookup,
  read,
  write,           ///< on the disk before the reply, as NFSv2 asks (RFC 1094, section 2.3.3)
  write_unstable,  ///< NFSv3's, to memory (RFC 1813, section 3.3.7)
  commit,
  read_directory,
  change_entries,  ///< CREATE, MKDIR, REMOVE, RENAME, ...; of NFSv4, an OPEN that makes a file
  // NFSv4 and SMB keep state of clients.
  open,
  close,
  lock,
  recall,  ///< a delegation or an oplock is called back
};
inline constexpr std::size_t kMessageKinds = 22;

[[nodiscard]] std::string_view name_of(MessageKind kind);

/// The messages of one kind that a client causes in one cycle of the benchmark.
struct MessageUse {
  double calls = 0;
  double bytes = 0;       ///< of file and directory contents in all of them, either way
  double components = 0;  ///< of pathnames that the server walks for them, together (AFSv1)
};

/// What one client asks of the server in one cycle of the benchmark.
struct ServerUse {
  std::array<MessageUse, kMessageKinds> messages;
  double process_switches = 0;  ///< between processes that serve one client each (AFSv1): one a call

  [[nodiscard]] MessageUse& of(MessageKind kind) { return messages[static_cast<std::size_t>(kind)]; }
  [[nodiscard]] const MessageUse& of(MessageKind kind) const {
    return messages[static_cast<std::size_t>(kind)];
  }
};

/// The parameters, with default values:
/// - `cpu.KIND`, `disk.KIND`: seconds of the server's processor and disk a message, however many bytes;
/// - `cpu.byte`, `disk.byte`, `network.byte`: seconds a byte of contents;
/// - `network.message`: seconds that a call's and a reply's headers take on the network;
/// - `cpu.component`, `cpu.switch`: seconds to walk one component of a pathname, and to switch to the process
///   of another client (both AFSv1 only);
/// - `client.benchmark`: seconds of the client's own work in a cycle, as alone with a local disk;
/// - `client.message`: seconds of the client's own work a message.
[[nodiscard]] Parameters default_service_times();

/// The stations `server cpu`, `server disk`, `network` and `client` (a delay) of one protocol, from values
/// parallel to default_service_times().all(). Throws InputError where ClosedNetwork does.
[[nodiscard]] ClosedNetwork network_of(const ServerUse& use, std::span<const double> values);

}  // namespace braid::cost
