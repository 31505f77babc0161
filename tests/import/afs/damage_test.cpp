// Captures that are damaged: whatever they say, an import ends, and accounts for all of it.
#include <random>

#include "afs/written_rx.h"
#include "braid/tracer/diagnostic.h"
#include "imported.h"

namespace braid::import::test {
namespace {

/// A bit of everything that the decoder reads.
std::string sample() {
  const std::string status = xdr_status(1, 16, 9) + xdr_callback() + xdr_sync();
  const std::string jumbo_header = {static_cast<char>(kFromClient | kLast), 0, 0, 0};
  const std::string store = big_32(65538) + xdr_fid(4, 3) + xdr_set_mtime() + big_64(0) + big_64(1500) +
                            big_64(1500) + std::string(1500, 'x');
  WrittenCapture capture;
  capture.ip(request(1, big_32(132) + xdr_fid(4, 3)))
      .ip(reply(1, status))
      .ip(asked(rx({.call = 2, .flags = kFromClient | kJumbo},
                   store.substr(0, 1412) + jumbo_header + store.substr(1412))))
      .ip(reply(2, status))
      .ip(request(3, big_32(65537) + xdr_fid(1, 1) + big_64(0) + big_64(9999)))
      .ip(answered(rx({.call = 3, .sequence = 2, .flags = kLast}, status)))
      .ip(answered(rx({.call = 3, .flags = 0}, big_64(2048) + directory_page("f0", 4, 3))))
      .ip(request(4, big_32(137) + xdr_fid(1, 1) + xdr_text("f0") + xdr_set_mtime()))
      .ip(reply(4, xdr_fid(4, 3) + status))
      .ip(request(5, big_32(138) + xdr_fid(1, 1) + xdr_text("f0") + xdr_fid(1, 1) + xdr_text("f1")))
      .ip(answered(rx({.call = 5, .type = kRxAbort, .flags = 0}, big_32(102))))
      .ip(request(6, big_32(155) + big_32(2) + xdr_fid(4, 3) + xdr_fid(6, 5)))
      .ip(reply(6, big_32(2) + status + status));
  return capture.bytes();
}

void survives(const std::string& bytes) {
  try {
    (void)imported_text(bytes, "pcap");  // which checks that the ledger balances
  } catch (const InputError&) {
  }
}

/// Variants with some bytes changed, some cut off, some taken out.
void survives_damage(const std::string& whole, int rounds, std::size_t most_flips) {
  std::mt19937 random(20261126);
  const auto below = [&](std::size_t bound) { return random() % bound; };
  for (int round = 0; round < rounds; ++round) {
    std::string bytes = whole;
    for (std::size_t flips = 1 + below(most_flips); flips > 0; --flips)
      bytes[below(bytes.size())] = static_cast<char>(below(256));
    if (round % 3 == 0) bytes.resize(below(bytes.size()));
    if (round % 7 == 0) bytes.erase(below(bytes.size() + 1), below(40));
    survives(bytes);
  }
}

TEST(AfsDamage, IsSurvived) {
  survives_damage(sample(), 600, 8);
}

TEST(AfsDamage, OfARecordingIsSurvived) {
  BRAID_NEEDS_RECORDINGS();
  survives_damage(contents(recordings() / "strace/afs-vim.pcap"), 60, 500);
}

/// Every message cut off after every byte.
TEST(AfsDamage, OfTheEndIsSurvived) {
  const std::string whole = sample();
  for (std::size_t size = 0; size < whole.size(); size += 5) survives(whole.substr(0, size));
}

}  // namespace
}  // namespace braid::import::test
