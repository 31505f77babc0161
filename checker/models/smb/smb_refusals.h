// What a trace may not ask of SMB.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/tracer/trace.h"

namespace braid::models {

/// Throws InputError for events and declarations that SMB does not know.
void refuse_what_smb_cannot_take(const Trace& trace);

/// Throws InputError for sessions with a removable file that has another session in it: an open that finds no
/// file skips the rest of its session.
void refuse_tangled_sessions(const Trace& trace, const std::vector<bool>& removable);

/// Throws InputError: a file holds at first what a write will store.
[[noreturn]] void refuse_name_of_write(const Trace& trace, const std::string& name);

/// The event behind the close that belongs to this open, or the number of events if there is none.
[[nodiscard]] std::uint32_t after_session(const Actor& actor, std::uint32_t open);

}  // namespace braid::models
