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
  std::uint32_t first = 0;     ///< read, write: the first of its blocks; else of the file's
  std::uint32_t blocks = 1;    ///< how many it is about
  bool writes = false;         ///< open, and create: the session writes the file
  bool opens = false;          ///< create: the open that follows is part of the same call
  std::uint32_t creation = 0;  ///< create: the number, from 1, among those of its file
  std::uint32_t read = 0;      ///< read: the number of its first block among those that the process reads
  std::uint32_t content = 0;   ///< write, under `values writer`: what it stores
};

struct Nfs4Process {
  std::uint32_t client = 0;
  std::vector<std::string> reads;  ///< `read1`, `read2.0`: by block that is read
  std::vector<Nfs4Event> events;
};

struct Nfs4Block {
  std::string name;  ///< the file's, or `a.1`
  std::uint32_t file = 0;
  std::uint32_t initial = 0;
  std::uint32_t writes = 0;  ///< how often processes write it
};

struct Nfs4File {
  std::uint32_t first = 0;
  std::uint32_t blocks = 1;
  std::uint32_t writes = 0;  ///< of all its blocks, creations and truncations
  bool absent = false;       ///< at first
  std::uint32_t creations = 0;
};

struct Nfs4Program {
  /// Throws InputError for what NFSv4 does not have, or this model leaves out.
  explicit Nfs4Program(const Trace& trace);

  std::vector<std::string> clients;
  std::vector<Nfs4Process> processes;
  std::vector<std::vector<std::uint32_t>> processes_of;  ///< by client
  bool counter = false;                                  ///< `values counter`: contents are numbers
  std::vector<std::string> contents;                     ///< writer: their names
  std::vector<Nfs4File> files;
  std::vector<Nfs4Block> blocks;  ///< of all files
  std::uint32_t most_blocks = 1;  ///< of a file
  std::uint32_t greatest_content = 0;
  std::uint32_t truncated = 0;           ///< what a block of a truncated file holds
  std::vector<std::vector<bool>> stats;  ///< by client, by file: whether it asks for attributes
  std::uint32_t writes = 0;              ///< events
  bool locks = false;                    ///< whether anybody locks anything
  bool names = false;                    ///< whether calls may fail since a file is there, or is not

  /// How often the process has the file open when `event` is its next: 0 or 1.
  [[nodiscard]] std::uint32_t open(std::uint32_t process, std::uint32_t file, std::uint32_t event) const;
  /// How many blocks one read has, at most.
  [[nodiscard]] std::uint32_t longest_read() const;

 private:
  void cut_files(const Trace& trace);
  void compile(const Trace& trace, std::uint32_t number);
  void add_event(const Actor& actor, std::size_t at, Nfs4Process& process);
  void number_contents(const Trace& trace);
};

}  // namespace braid::models
