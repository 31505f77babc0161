#include "braid/tracer/record/load_run.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

#include "braid/tracer/import/end_order.h"
#include "braid/tracer/record/call_record.h"
#include "braid/tracer/record/child_process.h"
#include "braid/tracer/record/client_process.h"
#include "braid/tracer/record/held_signals.h"
#include "braid/tracer/record/prepared_files.h"
#include "braid/tracer/recording/ndjson_writer.h"

namespace braid::record {
namespace {

recording::Header header_of(const Load& load) {
  recording::Header header;
  header.system = "posix";
  header.tool = "braid record";
  header.facts.add("workload", name_of(load.workload.kind));
  header.facts.add("seed", load.workload.seed);
  header.facts.add("directories", recording::List(load.folders.begin(), load.folders.end()));
  header.facts.add("clients", load.clients);
  header.facts.add("operations", load.operations);
  header.facts.add("files", load.workload.files);
  return header;
}

/// A client as the recording process sees it.
struct Client {
  std::uint32_t number = 0;  ///< from 1
  std::string folder;
  ClientProcess process;
  CallReader reader;
  std::optional<MadeCall> pending;  ///< a call that has not returned
  std::int64_t seen = 0;            ///< all its further calls end later
  bool ended = false;
};

class LoadRun {
 public:
  LoadRun(const Load& load, std::ostream& out)
      : load_(load), files_(load.folders, load.workload, load.force), writer_(out) {
    writer_.header(header_of(load));
  }
  LoadRun(const LoadRun&) = delete;
  LoadRun& operator=(const LoadRun&) = delete;
  ~LoadRun() { kill_all(); }

  LoadResult run() {
    start();
    while (
        std::any_of(clients_.begin(), clients_.end(), [](const Client& client) { return !client.ended; })) {
      wait();
      take_signals();
      for (Client& client : clients_) receive(client);
      release();
    }
    finish();
    return std::move(result_);
  }

 private:
  void start() {
    std::array<int, 2> ends = {-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    const Descriptor gate(ends[0]);
    const Descriptor gate_writer(ends[1]);  // closed at the end: all clients begin then
    for (std::uint32_t index = 0; index < load_.clients; ++index) {
      Client client;
      client.number = index + 1;
      client.folder = load_.folders[index % load_.folders.size()];
      client.seen = time_.now();
      client.process = start_client({load_.workload, client.number, load_.operations, client.folder}, time_,
                                    stop_, gate.number(), gate_writer.number());
      clients_.push_back(std::move(client));
    }
  }

  void wait() const {
    std::vector<pollfd> waiting = {{signals_.descriptor(), POLLIN, 0}};
    for (const Client& client : clients_) {
      if (!client.ended) waiting.push_back({client.process.calls.number(), POLLIN, 0});
    }
    ::poll(waiting.data(), waiting.size(), -1);
  }

  void take_signals() {
    while (const auto signal = signals_.take()) {
      if (signal->number == SIGCHLD) continue;
      if (result_.interrupted) {
        for (const Client& client : clients_) {
          if (!client.ended) ::kill(client.process.process, SIGKILL);
        }
      }
      result_.interrupted = true;
      stop_.set();
    }
  }

  void receive(Client& client) {
    if (client.ended) return;
    const bool more = client.reader.receive(client.process.calls.number());
    while (auto call = client.reader.next()) take(client, std::move(*call));
    if (!more) end(client);
  }

  void take(Client& client, MadeCall call) {
    files_.observe(call, client.folder);
    if (!call.returned) {
      client.seen = call.start;
      client.pending = std::move(call);
      return;
    }
    client.seen = call.end;
    client.pending.reset();
    if (call.error != 0) ++result_.failed;
    order_.add(record_of(call, client.number, process_of(client)));
  }

  void end(Client& client) {
    const ProgramEnd end = wait_for(client.process.process);
    client.ended = true;
    client.process.calls.close();
    if (end.by_signal || end.number != 0)
      result_.complaints.push_back(fmt::format("client c{} {} {}", client.number,
                                               end.by_signal ? "was killed by signal" : "ended with status",
                                               end.number));
  }

  /// Writes what nothing can precede any more.
  void release() {
    std::optional<std::int64_t> seen;
    for (const Client& client : clients_) {
      if (!client.ended) seen = seen ? std::min(*seen, client.seen) : client.seen;
    }
    const auto write = [this](recording::Record&& record) { write_event(record); };
    if (seen) {
      order_.release(time_of(*seen), write);
    } else {
      order_.release_all(write);
    }
  }

  void finish() {
    std::vector<const Client*> unreturned;
    for (const Client& client : clients_) {
      if (client.pending) unreturned.push_back(&client);
    }
    std::stable_sort(unreturned.begin(), unreturned.end(),
                     [](const Client* a, const Client* b) { return a->pending->start < b->pending->start; });
    for (const Client* client : unreturned) {
      write_event(record_of(*client->pending, client->number, process_of(*client)));
      ++result_.unreturned;
    }
    for (std::string& complaint : files_.remove()) result_.complaints.push_back(std::move(complaint));
    writer_.footer({result_.events, {}});
  }

  void write_event(const recording::Record& record) {
    writer_.event(record);
    ++result_.events;
  }

  void kill_all() {
    for (Client& client : clients_) {
      if (client.ended) continue;
      ::kill(client.process.process, SIGKILL);
      client.ended = true;
      static_cast<void>(wait_for(client.process.process));
      while (client.reader.receive(client.process.calls.number())) {
      }
      while (const auto call = client.reader.next()) files_.observe(*call, client.folder);
    }
  }

  static std::uint64_t process_of(const Client& client) {
    return static_cast<std::uint64_t>(client.process.process);
  }

  // In this order: signals come through only when the files are gone.
  HeldSignals signals_;
  const Load& load_;
  PreparedFiles files_;
  recording::NdjsonWriter writer_;
  SteadyTime time_;
  StopFlag stop_;
  import::EndOrder order_;
  std::vector<Client> clients_;
  LoadResult result_;
};

}  // namespace

LoadResult run_load(const Load& load, std::ostream& out) {
  return LoadRun(load, out).run();
}

}  // namespace braid::record
