// What clients of SMB do: their processes, and their caches, which take breaks.
#pragma once

#include <cstdint>

#include "braid/checker/explore/model.h"
#include "braid/checker/models/smb/smb_state.h"

namespace braid::models {

/// How an event goes on.
struct SmbEventStep {
  static constexpr explore::Branch kGoesOn = 0;
  static constexpr explore::Branch kDone = 1;
  static constexpr explore::Branch kGoesOnRefused = 2;
  static constexpr explore::Branch kDoneRefused = 3;
};

/// What a cache does with a break, or with the reply to what it has stored because of one.
struct SmbBreakStep {
  static constexpr explore::Branch kAnswers = 0;
  static constexpr explore::Branch kRefused = 1;  ///< what it had kept is lost
  static constexpr explore::Branch kFlushes = 1;
  static constexpr explore::Branch kIgnores = 2;
};

/// Each takes the client's next step, and returns how it went, or explore::kDisabled if there is none to
/// take.
class SmbClient {
 public:
  SmbClient(const SmbWorld& world, SmbState state) : world_(world), state_(state) {}

  /// The process begins its event: a call, or, where none is needed, all of it.
  [[nodiscard]] explore::Branch start(std::uint32_t pair, std::uint32_t process, const SmbEvent& event);
  /// The process takes the reply to its call.
  [[nodiscard]] explore::Branch receive(std::uint32_t pair, std::uint32_t process, const SmbEvent& event);
  /// The process, which has looked at the lease, writes into the cache.
  [[nodiscard]] explore::Branch write_to_cache(std::uint32_t pair, std::uint32_t process,
                                               const SmbEvent& event);
  [[nodiscard]] explore::Branch take_break(std::uint32_t pair);
  /// The cache takes the reply to what it has stored because of a break.
  [[nodiscard]] explore::Branch take_flush_reply(std::uint32_t pair);

 private:
  [[nodiscard]] explore::Branch start_open(std::uint32_t pair, std::uint32_t process);
  [[nodiscard]] explore::Branch start_read(std::uint32_t pair, std::uint32_t process, const SmbEvent& event);
  [[nodiscard]] explore::Branch start_write(std::uint32_t pair, std::uint32_t process, const SmbEvent& event);
  [[nodiscard]] explore::Branch start_fsync(std::uint32_t pair, std::uint32_t process);
  [[nodiscard]] explore::Branch start_close(std::uint32_t pair, std::uint32_t process);
  [[nodiscard]] explore::Branch start_remove(std::uint32_t pair, std::uint32_t process);
  /// With nothing left to store: kDone if the handle is kept, else the call of the close.
  [[nodiscard]] explore::Branch close_handle(std::uint32_t pair, std::uint32_t process);
  [[nodiscard]] explore::Branch receive_open(std::uint32_t pair);
  [[nodiscard]] explore::Branch receive_read(std::uint32_t pair, std::uint32_t process,
                                             const SmbEvent& event);
  [[nodiscard]] explore::Branch receive_write(std::uint32_t pair);
  [[nodiscard]] explore::Branch receive_flush(std::uint32_t pair, std::uint32_t process,
                                              const SmbEvent& event);
  [[nodiscard]] bool owns(std::uint32_t pair, std::uint32_t process) const;
  [[nodiscard]] std::uint32_t content_of(const SmbEvent& event);
  void keep_written(std::uint32_t pair, std::uint32_t content);
  /// Gives up what the break takes, and says so.
  void answer_break(std::uint32_t pair);
  void note_read(std::uint32_t process, const SmbEvent& event, std::uint32_t content);

  const SmbWorld& world_;
  SmbState state_;
};

}  // namespace braid::models
