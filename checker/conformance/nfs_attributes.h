// Attributes of files in replies, as steps of a file's size and stamps.
#pragma once

#include <cstdint>
#include <optional>

#include "braid/checker/conformance/nfs_history.h"
#include "braid/checker/conformance/record_facts.h"

namespace braid::conformance {

/// What a call does to a file's stamps.
enum class Touch : std::uint8_t {
  none,
  changes,  ///< its data or names: stamps grow
  sets,     ///< its times are set
};

/// The attributes before and after a call, as far as its reply has them.
struct AttributesTold {
  std::optional<std::uint64_t> size_before, size_after;
  std::optional<std::uint64_t> mtime_before, mtime_after;
};

/// Of `fields`, which have attributes and perhaps the members of `before`.
[[nodiscard]] AttributesTold attributes_in(const recording::Fields& fields);

/// Notes the type; of a directory no size is followed.
void note_type(NfsFile& file, const recording::Fields& fields);

/// Adds a call to the size's history. `effects` come between what was before and what is after.
void add_size(NfsFile& file, std::uint32_t call, const AttributesTold& told,
              const std::vector<FileSize::Step>& effects);

/// Adds a call to the history of the modification time.
void add_mtime(NfsFile& file, std::uint32_t call, const AttributesTold& told, Touch touch);

/// Adds a change, and what is told of it, to the history of a stamp.
void add_advance(std::vector<ObjectCall<GrowingStamp::Step>>& history, std::uint32_t call,
                 std::optional<std::uint64_t> before, std::optional<std::uint64_t> after);

}  // namespace braid::conformance
