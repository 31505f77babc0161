// A system call as strace prints it: `openat(AT_FDCWD</d>, "x", O_RDONLY) = 3</d/x> <0.000018>`.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "braid/tracer/recording/time.h"

namespace braid::import::strace {

/// A file descriptor and what -y tells of it: `5</srv/del>(deleted)`, `3<pipe:[14463]>`, `AT_FDCWD</d>`.
struct DescriptorText {
  std::int64_t number = -1;
  bool folder = false;      ///< AT_FDCWD
  std::string_view target;  ///< as printed, escaped; empty without -y
  bool deleted = false;
};

struct Call {
  static constexpr std::size_t kMostArguments = 8;

  std::string_view name;
  std::array<std::string_view, kMostArguments> arguments;  ///< those beyond the eighth are not kept
  std::size_t count = 0;

  std::string_view result;            ///< behind the `=`, without the time: `-1 ENOENT (No such file ...)`
  std::optional<std::int64_t> value;  ///< of a result that is a number and no error
  std::string_view error;             ///< `ENOENT`; of a call that the system restarts, `ERESTARTSYS`
  bool returned = false;              ///< false where strace saw no return: `= ?`
  bool injected = false;              ///< strace itself made the result (-e inject)
  std::optional<recording::Time> duration;

  /// Empty where there are fewer.
  [[nodiscard]] std::string_view argument(std::size_t index) const {
    return index < count ? arguments[index] : std::string_view();
  }
  [[nodiscard]] bool succeeded() const { return returned && error.empty(); }
};

/// Takes a call apart; nothing where the text does not have its shape. The parts are parts of `text`.
[[nodiscard]] std::optional<Call> read_call(std::string_view text);

/// Nothing where `argument` is no number or AT_FDCWD.
[[nodiscard]] std::optional<DescriptorText> read_descriptor(std::string_view argument);

}  // namespace braid::import::strace
