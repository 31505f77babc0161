// What a run costs: messages, bytes, and accesses to what is near and what is far.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace braid::cost {

/// Messages of one kind, each a call and its reply.
struct MessageCount {
  std::string name;  ///< `READ`
  std::uint64_t calls = 0;
  std::uint64_t bytes_to_server = 0;  ///< headers included
  std::uint64_t bytes_to_client = 0;
};

/// What one client's work costs, or that of all.
///
/// Latency. A block that passes the network costs Lnet, one that is read or written in the client's memory
/// Lmem, one that is read from its disk Ldisk (OSTEP, section 49.7). A message without a block costs none of
/// these: it is counted in `empty_calls`. What is streamed from or to the disk while a file is fetched or
/// stored is hidden behind the network, as are the writes of a disk, behind the memory.
struct Price {
  std::vector<MessageCount> messages;  ///< by name
  std::uint64_t empty_calls = 0;       ///< of the messages, those that carry no block either way
  std::uint64_t blocks_to_client = 0;  ///< read by the server, and carried
  std::uint64_t blocks_to_server = 0;
  std::uint64_t memory_accesses = 0;  ///< of blocks
  std::uint64_t disk_accesses = 0;

  [[nodiscard]] std::uint64_t network_blocks() const { return blocks_to_client + blocks_to_server; }
  [[nodiscard]] std::uint64_t calls() const;
  [[nodiscard]] std::uint64_t bytes_to_server() const;
  [[nodiscard]] std::uint64_t bytes_to_client() const;

  /// The count of messages of that name; made where there is none.
  [[nodiscard]] MessageCount& message(const std::string& name);
  Price& operator+=(const Price& other);
};

/// The sizes in bytes that models, which know blocks only, do not know.
struct Sizes {
  std::uint64_t block = 4096;
  /// Of a call, and of its reply, without what they carry: an assumption. An RPC over TCP with AUTH_SYS
  /// credentials, a file handle and attributes has between 100 and 250 bytes (RFC 5531, RFC 1813).
  std::uint64_t header = 160;
};

/// How long an access to a block takes, in seconds.
struct Latency {
  double network = 0;
  double disk = 0;
  double memory = 0;
  double call = 0;  ///< of a message without a block; Table 49.4 counts none
};

/// Seconds.
[[nodiscard]] double seconds(const Price& price, const Latency& latency);

}  // namespace braid::cost
