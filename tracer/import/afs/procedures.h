// The remote procedures of AFS: their numbers and names, and what their arguments and results begin with
// (OpenAFS, src/fsint/afsint.xg, afscbint.xg, src/vlserver/vldbint.xg, src/ptserver/ptint.xg,
// src/volser/volint.xg).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace braid::import::afs {

/// A part of what a procedure takes or gives, as XDR has it.
enum class Part : std::uint8_t {
  none,
  // Arguments
  fid,           ///< of the file or directory that the procedure is about
  name,          ///< in the directory `fid`
  to_fid,        ///< the other directory of a Rename, the directory of a Link
  to_name,       ///< the other name of a Rename, the name of a Link
  link,          ///< what a symbolic link says
  store_status,  ///< what to set of a file's status
  range_32,      ///< position and length
  range_64,      ///< in 64 bits
  store_32,      ///< position, length and length of the file, and then the data
  store_64,      ///< in 64 bits
  lock_type,
  fids,    ///< up to 50 files
  volume,  ///< by number
  volume_name,
  // Results
  fetched_32,  ///< length and data
  fetched_64,  ///< in 64 bits
  new_fid,     ///< the file or directory that was made or found
  status,      ///< of the file `fid`
  new_status,  ///< of the file `new_fid`
  directory_status,
  to_directory_status,
  callback,  ///< the server's promise
  statuses,  ///< of the files `fids`
  // Both
  callbacks,  ///< of the files `fids`
  access_list,
  seconds,
};

struct Procedure {
  std::uint32_t number = 0;
  std::string_view name;
  std::array<Part, 4> arguments{};  ///< up to the first none
  std::array<Part, 5> results{};
};

/// One side of an interface.
struct Program {
  std::string_view name;  ///< afs (the file server), afs-callback (its client), afs-location, ...
  std::span<const Procedure> procedures;  ///< by number

  /// The procedure of that number, or null.
  [[nodiscard]] const Procedure* find(std::uint32_t number) const;
};

/// Ports that servers of AFS listen on: 7000 to 7009 (IANA, afs3-fileserver to afs3-rmtsys), and those of its
/// backup system, 7021 and 7025 to 7032.
[[nodiscard]] bool is_afs_port(std::uint16_t port);

/// Who is called with `service` on `server_port` by `client_port`: service 1 is both the file server and the
/// cache manager that it calls back, which often has some other port than its own 7001. `number` decides
/// where ports do not. Its name is empty where the service is unknown.
[[nodiscard]] const Program& program_of(std::uint16_t service, std::uint16_t client_port,
                                        std::uint16_t server_port, std::uint32_t number);

}  // namespace braid::import::afs
