// What a trace asks of SMB, compiled: events, sessions, contents, which client has to do with which file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/tracer/trace.h"

namespace braid::models {

struct SmbEvent {
  Operation operation = Operation::open;
  std::uint32_t file = 0;
  std::uint32_t read = 0;           ///< read: its number among the process's reads, from 0
  std::int64_t content = -1;        ///< write under `values writer`: what it stores
  std::uint32_t after_session = 0;  ///< open: where the process goes on if there is no such file any more
};

struct SmbProcess {
  std::uint32_t client = 0;
  std::vector<SmbEvent> events;
  std::vector<std::vector<std::uint32_t>> open;  ///< open[file][event]: descriptors open before the event
  std::uint32_t reads = 0;
};

/// A client and a file that it has to do with.
struct SmbPair {
  std::uint32_t client = 0;
  std::uint32_t file = 0;
  std::vector<std::uint32_t> processes;  ///< of the client, that have to do with the file; rising
  std::uint32_t greatest_open = 0;       ///< descriptors at a time, at most
};

struct SmbProgram {
  /// Throws InputError for events and declarations that the model cannot take.
  explicit SmbProgram(const Trace& trace);

  static constexpr std::uint32_t kNone = ~0U;

  std::vector<std::string> clients;
  std::vector<SmbProcess> processes;
  std::vector<SmbPair> pairs;                        ///< by client, then file
  std::vector<std::vector<std::uint32_t>> pair_of;   ///< by client, file; kNone
  std::vector<std::vector<std::uint32_t>> pairs_of;  ///< by file
  std::vector<bool> removable;                       ///< by file: some process removes it

  bool counter = false;               ///< `values counter`: contents are numbers
  std::vector<std::string> contents;  ///< writer: their names, by id
  std::vector<std::int64_t> initial;  ///< by file
  std::int64_t greatest_content = 0;
  std::uint32_t writes = 0;
  std::uint32_t files = 0;

  /// The client's descriptors of the file where its processes are before these events.
  template <class Events>
  [[nodiscard]] std::uint32_t open(std::uint32_t client, std::uint32_t file, const Events& events) const {
    std::uint32_t sum = 0;
    for (std::uint32_t p = 0; p < processes.size(); ++p)
      if (processes[p].client == client) sum += processes[p].open[file][events[p]];
    return sum;
  }

 private:
  void compile(const Trace& trace, std::uint32_t process);
  void find_sessions(SmbProcess& process) const;
  void find_pairs();
  void number_contents(const Trace& trace);
};

}  // namespace braid::models
