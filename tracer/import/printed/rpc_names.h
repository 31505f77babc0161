// Names of the procedures, operations and errors of NFS and AFS, of which printed captures have the numbers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace braid::import::printed {

/// RFC 1094 section 2.2, RFC 1813 section 3. "PROCEDURE 99" where there is none.
[[nodiscard]] std::string nfs2_procedure(std::uint64_t number);
[[nodiscard]] std::string nfs3_procedure(std::uint64_t number);

/// RFC 7530 section 16, RFC 8881 section 18, RFC 7862, RFC 8276; callbacks have `CB_`.
[[nodiscard]] std::string nfs4_operation(std::uint64_t number);
[[nodiscard]] std::string nfs4_callback(std::uint64_t number);

/// RXAFS and RXAFSCB (OpenAFS, afsint.xg and afscbint.xg).
[[nodiscard]] std::string afs_procedure(std::uint64_t number);
[[nodiscard]] std::string afs_callback(std::uint64_t number);

/// A compound's name: the operations that say what it does, joined by `+`. Those that only bring it to its
/// file, and the attributes and rights that are asked for besides, do not.
[[nodiscard]] std::string compound_name(std::span<const std::string> operations);

/// `NFS3ERR_STALE`; `NFS3ERR_NUMBER 99` where there is none.
[[nodiscard]] std::string nfs3_error(std::uint64_t status);
/// `NFS4ERR_STALE`
[[nodiscard]] std::string nfs4_error(std::uint64_t status);

}  // namespace braid::import::printed
