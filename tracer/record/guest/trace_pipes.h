// Reads what a tracefs instance records, while it does.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "braid/tracer/import/input.h"
#include "braid/tracer/record/anonymous_file.h"
#include "braid/tracer/record/descriptor.h"

namespace braid::record::guest {

/// A pipe for each CPU, so that each one's lines are in order, into temporary files.
class TracePipes {
 public:
  /// Throws InputError where the instance's pipes cannot be opened.
  explicit TracePipes(const std::filesystem::path& instance);

  /// Takes what is there now, at most a megabyte of each CPU's, and perhaps not the last of it; the number of
  /// bytes, 0 only where there was nothing. Throws InputError where it cannot be read or kept.
  std::uint64_t take();

  void close();

  /// What was taken, a recording of the format tracefs of each CPU that recorded something, called `cpu0`,
  /// `cpu1`, ... They can be read while this lives.
  [[nodiscard]] std::vector<import::Input> inputs() const;

  /// The numbers of all CPUs, also of those that recorded nothing.
  [[nodiscard]] std::vector<unsigned> cpus() const;

 private:
  struct Pipe {
    unsigned cpu = 0;
    Descriptor source;
    std::unique_ptr<AnonymousFile> text;  ///< made when there is something to keep
  };

  static std::uint64_t take_from(Pipe& pipe);

  std::vector<Pipe> pipes_;
};

}  // namespace braid::record::guest
