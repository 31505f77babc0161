// What a call is on, and whose it is.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/strace/descriptors.h"
#include "braid/tracer/import/strace/file_names.h"

namespace braid::import::strace {

struct Subject {
  enum class Kind : std::uint8_t {
    file,
    outside,         ///< in no client's folder
    other,           ///< a socket, a pipe and the like
    unknown_file,    ///< a descriptor that was opened before the trace began, without -y
    unknown_folder,  ///< a relative path that could be in a client's folder or not
    no_path,         ///< an address in place of a path, or a path relative to an unknown descriptor
  };
  Kind kind = Kind::no_path;
  std::size_t client = kNoClient;
  std::string object;
  std::string name;                    ///< the path, as the client's share has it; empty of a descriptor
  std::shared_ptr<OpenFile> open;      ///< of a descriptor
  std::optional<std::int64_t> number;  ///< of the descriptor
};

/// Under which kind a call on it is skipped.
[[nodiscard]] std::string_view skipped_as(Subject::Kind kind);

/// Whose a path is: `--client c1=/mnt/c1` says that what is below /mnt/c1 is c1's view of a share that all
/// clients have. Without clients, all paths are one share.
class Shares {
 public:
  explicit Shares(std::vector<ClientName> clients) : clients_(std::move(clients)) {}

  /// The subject of a path that join() made: outside, unknown_folder, or a file without an object yet.
  [[nodiscard]] Subject locate(std::string_view path) const;

  [[nodiscard]] const std::vector<ClientName>& clients() const { return clients_; }

 private:
  std::vector<ClientName> clients_;
};

}  // namespace braid::import::strace
