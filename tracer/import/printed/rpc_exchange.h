// Matches the calls and replies of a printed capture.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/reorder_window.h"

namespace braid::import::printed {

/// A call or a reply, as some tool printed it.
struct Message {
  recording::Time time;
  bool reply = false;
  std::string client;  ///< the caller's address, no matter who sends this message
  std::string server;
  /// Equal for a call and its reply, and for nothing else: of the connection and the transaction.
  std::string key;
  std::string operation;        ///< of a call
  std::string object;           ///< of a call: the file it is about
  recording::Fields arguments;  ///< of a call
  recording::Fields result;     ///< of a reply
  std::uint64_t line = 0;
};

/// Gives a call and its reply as one event, in the order of the replies. A call that is sent again is a call
/// of its own, with `attempt`; a reply is that of the first which has none yet. Memory: calls without a
/// reply.
class RpcExchange {
 public:
  RpcExchange(std::uint64_t source, const ImportOptions& options, Ledger& ledger)
      : source_(source), options_(options), ledger_(ledger), window_(ledger) {}

  /// Takes a message and gives the next event, if one is due. Counts it as found.
  [[nodiscard]] std::optional<recording::Record> exchange(Message message, std::string_view excerpt);

  /// What is still held, one by one: at last the calls that have no reply, by start.
  [[nodiscard]] std::optional<recording::Record> take();

 private:
  struct Open {
    std::deque<recording::Record> calls;  ///< without a reply, in the order of sending
    std::int64_t attempts = 0;
  };

  [[nodiscard]] std::string name_of(const std::string& address) const;
  void call(Message message);
  void gather_unanswered();

  std::uint64_t source_;
  ImportOptions options_;
  Ledger& ledger_;
  ReorderWindow window_;
  std::map<std::string, Open> calls_;
  std::deque<recording::Record> unanswered_;
};

}  // namespace braid::import::printed
