// The programs of a trace as NFSv4 executes them, and the numbers of what files hold.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/tracer/trace.h"

namespace braid::models {

struct Nfs4Event {
  Operation operation = Operation::open;
  std::uint32_t file = 0;
  bool writes = false;        ///< open: the session writes the file
  std::uint32_t read = 0;     ///< read: its number among the process's
  std::uint32_t content = 0;  ///< write, under `values writer`: what it stores
};

struct Nfs4Process {
  std::uint32_t client = 0;
  std::uint32_t reads = 0;
  std::vector<Nfs4Event> events;
};

struct Nfs4Program {
  /// Throws InputError for what NFSv4 does not have, or this model leaves out.
  explicit Nfs4Program(const Trace& trace);

  std::vector<std::string> clients;
  std::vector<Nfs4Process> processes;
  std::vector<std::vector<std::uint32_t>> processes_of;  ///< by client
  bool counter = false;                                  ///< `values counter`: contents are numbers
  std::vector<std::string> contents;                     ///< writer: their names
  std::vector<std::uint32_t> initial;                    ///< by file
  std::uint32_t greatest_content = 0;
  std::uint32_t writes = 0;
  std::vector<std::uint32_t> writes_of;  ///< by file
  bool locks = false;                    ///< whether anybody locks anything

  /// How often the process has the file open when `event` is its next: 0 or 1.
  [[nodiscard]] std::uint32_t open(std::uint32_t process, std::uint32_t file, std::uint32_t event) const;

 private:
  void compile(const Trace& trace, std::uint32_t number);
  void number_contents(const Trace& trace);
};

}  // namespace braid::models
