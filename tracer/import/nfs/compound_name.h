// How a compound is called.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace braid::import::nfs {

/// By the operations that say what it does, joined by `+`: not SEQUENCE, PUTFH, PUTROOTFH, PUTPUBFH, SAVEFH,
/// RESTOREFH, GETFH; not GETATTR and not ACCESS behind OPEN, which fetch what the client caches on the way.
/// Where nothing else is there: GETATTR, or else the last operation; COMPOUND where there is none at all.
[[nodiscard]] std::string compound_name(std::span<const std::uint32_t> operations);

/// All callbacks but CB_SEQUENCE, if there are any.
[[nodiscard]] std::string callback_compound_name(std::span<const std::uint32_t> callbacks);

}  // namespace braid::import::nfs
