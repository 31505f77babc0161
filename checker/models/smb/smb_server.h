// What the server of SMB does.
#pragma once

#include <cstdint>

#include "braid/checker/explore/model.h"
#include "braid/checker/models/smb/smb_state.h"

namespace braid::models {

/// How the server's work on a call goes.
struct SmbServed {
  static constexpr explore::Branch kBegun = 0;  ///< it sends breaks, or waits for answers
  static constexpr explore::Branch kDone = 1;
  static constexpr explore::Branch kRefused = 2;
  static constexpr explore::Branch kChecked = 3;  ///< a removal: nobody else has the file open
  static constexpr explore::Branch kMissing = 4;  ///< a removal: there is no such file
};

/// Each takes the server's next step in a call, or about a break, of the pair, and returns how it went, or
/// explore::kDisabled if there is none to take.
class SmbServer {
 public:
  SmbServer(const SmbWorld& world, SmbState state) : world_(world), state_(state) {}

  [[nodiscard]] explore::Branch serve_open(std::uint32_t pair);
  [[nodiscard]] explore::Branch serve_read(std::uint32_t pair);
  [[nodiscard]] explore::Branch serve_write(std::uint32_t pair);
  [[nodiscard]] explore::Branch serve_flush(std::uint32_t pair);
  [[nodiscard]] explore::Branch serve_close(std::uint32_t pair);
  [[nodiscard]] explore::Branch serve_remove(std::uint32_t pair);
  /// What a client stores because of a break.
  [[nodiscard]] explore::Branch serve_break_flush(std::uint32_t pair);
  [[nodiscard]] explore::Branch take_answer(std::uint32_t pair);
  [[nodiscard]] explore::Branch take_late_answer(std::uint32_t pair);
  [[nodiscard]] explore::Branch take_deferred_close(std::uint32_t pair);
  [[nodiscard]] explore::Branch time_out(std::uint32_t pair);
  /// Sends a break again that was lost.
  [[nodiscard]] explore::Branch resend_break(std::uint32_t pair);

 private:
  /// What a call needs others to give up.
  enum class Need : std::uint8_t { open, write, remove };
  struct Conflicts {
    bool unbroken = false;  ///< somebody has what he must give up, and no break is under way
    bool awaited = false;   ///< ... and a break is
  };

  [[nodiscard]] bool conflicts(Need need, SmbLease held) const;
  [[nodiscard]] SmbLease target(Need need, SmbLease held) const;
  [[nodiscard]] Conflicts conflicts_of(std::uint32_t pair, Need need) const;
  void break_others(std::uint32_t pair, Need need);
  /// A client that the server has given up on is not waited for again: what more it must give up joins the
  /// break that it has not answered yet.
  void press_late(std::uint32_t pair, Need need);
  /// kDone if nothing stands in the way of the call any more.
  [[nodiscard]] explore::Branch clear_way(std::uint32_t pair, Need need);
  [[nodiscard]] explore::Branch sleep(std::uint32_t pair);
  [[nodiscard]] bool open_elsewhere(std::uint32_t pair) const;
  [[nodiscard]] bool write_begun_elsewhere(std::uint32_t pair) const;
  [[nodiscard]] SmbLease grant(std::uint32_t pair);
  [[nodiscard]] explore::Branch apply_write(std::uint32_t pair, std::uint32_t content);
  void give_up_break(std::uint32_t pair);

  const SmbWorld& world_;
  SmbState state_;
};

}  // namespace braid::models
