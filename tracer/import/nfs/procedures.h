// The programs of NFS and around it: their procedures, and what these take and give.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "braid/tracer/import/nfs/elements.h"

namespace braid::import::nfs {

/// What a procedure says of names. The handles and texts among its elements come in the order given here.
enum class Role : std::uint8_t {
  none,
  lookup,  ///< directory, name -> file
  create,  ///< directory, name -> a new file
  remove,  ///< directory, name
  rename,  ///< directory, name, directory, name
  link,    ///< file, directory, name
  mount,   ///< path -> file
  list,    ///< directory -> entries
};

/// Which numbers mean which errors; none: there is no status before the results.
enum class Statuses : std::uint8_t { none, nfs2, nfs3, nfs4, mount3 };

struct Procedure {
  std::string_view name;
  Elements arguments;
  Elements results;  ///< of a success
  Elements failed;   ///< what follows the status of a failure
  Role role = Role::none;
  Statuses statuses = Statuses::none;
};

/// One version of a program.
struct Program {
  std::uint32_t number = 0;
  std::uint32_t version = 0;
  std::string_view name;  ///< as in events: `nfs3`
  std::span<const Procedure> procedures{};
  bool compounds = false;  ///< procedure 1 is a compound, with tables of its own
};

inline constexpr std::uint32_t kPortmapProgram = 100000;
inline constexpr std::uint32_t kNfsProgram = 100003;
inline constexpr std::uint32_t kMountProgram = 100005;
inline constexpr std::uint32_t kLockProgram = 100021;
inline constexpr std::uint32_t kStatusProgram = 100024;
inline constexpr std::uint32_t kAclProgram = 100227;

[[nodiscard]] std::span<const Procedure> nfs2_procedures();
[[nodiscard]] std::span<const Procedure> nfs3_procedures();
/// Of the lock manager, versions 1 and 3; version 4, with 64 bits.
[[nodiscard]] std::span<const Procedure> nlm1_procedures();
[[nodiscard]] std::span<const Procedure> nlm4_procedures();

/// Null where it is unknown. Programs from 0x40000000 on are clients' that servers call back (RFC
/// 7530, 16.33).
[[nodiscard]] const Program* find_program(std::uint32_t number, std::uint32_t version);

/// `NFS3ERR_STALE`; of a number without a name `NFS3ERR_12345`. REQUIRES that status is not 0.
[[nodiscard]] std::string status_name(Statuses statuses, std::uint32_t status);

}  // namespace braid::import::nfs
