// Which system calls are operations on files, and how each is interpreted.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "braid/tracer/import/strace/scene.h"

namespace braid::import::strace {

/// How a call says what it is on.
enum class Place : std::uint8_t {
  path,        ///< by a path
  path_at,     ///< by a descriptor of a folder, and a path from there
  descriptor,  ///< by a descriptor
};

/// Interprets one kind of call.
struct Row {
  using Interpret = void (*)(Scene& scene, const Row& row);
  /// Adds what the arguments from `next` on, and the result, say.
  using Tell = void (*)(const Call& call, std::size_t next, recording::Fields& arguments,
                        recording::Fields& result);

  std::string_view call;
  Interpret interpret;
  std::string_view operation = {};
  Place place = Place::path;
  Tell tell = nullptr;

  /// The argument behind those that say what the call is on.
  [[nodiscard]] std::size_t next() const { return place == Place::path_at ? 2 : 1; }
  [[nodiscard]] Subject subject(Scene& scene) const;
};

/// Interprets a call: emits or skips everything that was found. Changes what is known of the process, its
/// descriptors, and the names of files.
void interpret(Scene& scene);

/// Emits `row.operation` on the row's subject.
void on_file(Scene& scene, const Row& row);

/// fcntl's F_SETLK and its like.
void set_lock(Scene& scene, const Row& row);

/// Whether a call makes a process.
[[nodiscard]] bool is_fork(std::string_view call);

/// Adds the descriptor that the subject was given by, if it was.
void add_descriptor(recording::Fields& arguments, const Subject& subject);

/// Adds an argument that is a number; nothing where it is none.
void add_number(recording::Fields& fields, std::string_view name, std::string_view argument);

/// Adds an argument as it is printed (its name, where that is beside a number); nothing where there is none.
void add_text(recording::Fields& fields, std::string_view name, std::string_view argument);

// The rows, by what the calls do. A name occurs once.
[[nodiscard]] std::span<const Row> opening_calls();
[[nodiscard]] std::span<const Row> transfer_calls();
[[nodiscard]] std::span<const Row> naming_calls();
[[nodiscard]] std::span<const Row> attribute_calls();
[[nodiscard]] std::span<const Row> locking_calls();
[[nodiscard]] std::span<const Row> process_calls();

}  // namespace braid::import::strace
