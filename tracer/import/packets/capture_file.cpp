#include "braid/tracer/import/packets/capture_file.h"

#include <fmt/format.h>
#include <pcap/pcap.h>

#include <array>
#include <cstdio>
#include <exception>
#include <utility>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/packets/capture_clock.h"

namespace braid::import::packets {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 18;
constexpr std::int64_t kMostSeconds = 9'000'000'000;

struct ClosePcap {
  void operator()(pcap_t* capture) const { pcap_close(capture); }
};

/// What libpcap calls back into; it stays where it is.
struct Reading {
  Input input;
  std::exception_ptr failure;  ///< exceptions cannot pass through C
};

ssize_t read_input(void* cookie, char* into, std::size_t size) {
  auto& reading = *static_cast<Reading*>(cookie);
  try {
    return static_cast<ssize_t>(reading.input.read(std::span(into, size)));
  } catch (...) {
    reading.failure = std::current_exception();
    return -1;
  }
}

}  // namespace

struct CaptureFile::Open {
  explicit Open(Input input) : reading{std::move(input), nullptr} {}

  Reading reading;
  std::uint8_t decimals = 6;
  std::unique_ptr<pcap_t, ClosePcap> capture;  ///< destroyed before what it reads from
  std::uint64_t number = 0;
  bool cut_off = false;

  void rethrow_failure() {
    if (reading.failure) std::rethrow_exception(std::exchange(reading.failure, nullptr));
  }
};

CaptureFile::CaptureFile(Input input) : open_(std::make_unique<Open>(std::move(input))) {
  open_->decimals = decimals_of_capture(open_->reading.input.peek(kMostPeeked));
  std::FILE* file = fopencookie(&open_->reading, "rb", {read_input, nullptr, nullptr, nullptr});
  if (file == nullptr) throw std::bad_alloc();
  std::setvbuf(file, nullptr, _IOFBF, kBuffer);
  std::array<char, PCAP_ERRBUF_SIZE> error{};
  open_->capture.reset(
      pcap_fopen_offline_with_tstamp_precision(file, PCAP_TSTAMP_PRECISION_NANO, error.data()));
  if (open_->capture) return;
  std::fclose(file);
  open_->rethrow_failure();
  throw InputError(name(), {}, fmt::format("no capture: {}", error.data()), "pcap and pcapng are read");
}

CaptureFile::CaptureFile(CaptureFile&&) noexcept = default;
CaptureFile& CaptureFile::operator=(CaptureFile&&) noexcept = default;
CaptureFile::~CaptureFile() = default;

bool CaptureFile::next(Frame& frame) {
  pcap_pkthdr* header = nullptr;
  const u_char* bytes = nullptr;
  const int status = pcap_next_ex(open_->capture.get(), &header, &bytes);
  if (status == PCAP_ERROR_BREAK) return false;
  if (status != 1) {
    open_->rethrow_failure();
    const std::string cause = pcap_geterr(open_->capture.get());
    open_->cut_off = cause.find("truncated") != std::string::npos;
    if (open_->cut_off) return false;
    throw InputError(name(), {}, fmt::format("packet {}: {}", open_->number + 1, cause));
  }
  ++open_->number;
  const std::int64_t seconds = header->ts.tv_sec;
  const std::int64_t nanoseconds = header->ts.tv_usec;
  if (seconds <= -kMostSeconds || seconds >= kMostSeconds || nanoseconds < 0 ||
      nanoseconds >= recording::kNanosecondsPerSecond) {
    throw InputError(name(), {}, fmt::format("packet {}: it has no sensible time", open_->number));
  }
  frame.number = open_->number;
  // A later interface of a pcapng file may have a finer clock than the first.
  const bool finer = nanoseconds % 1000 != 0;
  frame.time = {seconds * recording::kNanosecondsPerSecond + nanoseconds,
                finer ? std::uint8_t{9} : open_->decimals};
  frame.bytes = {reinterpret_cast<const char*>(bytes), header->caplen};
  frame.wire_size = header->len;
  return true;
}

std::uint64_t CaptureFile::number() const {
  return open_->number;
}

bool CaptureFile::cut_off() const {
  return open_->cut_off;
}

int CaptureFile::link_type() const {
  return pcap_datalink(open_->capture.get());
}

const std::string& CaptureFile::name() const {
  return open_->reading.input.name();
}

bool is_capture(std::string_view head) {
  constexpr std::array kMagic = {
      std::string_view("\xa1\xb2\xc3\xd4", 4), std::string_view("\xd4\xc3\xb2\xa1", 4),
      std::string_view("\xa1\xb2\x3c\x4d", 4), std::string_view("\x4d\x3c\xb2\xa1", 4),
      std::string_view("\xa1\xb2\xcd\x34", 4), std::string_view("\x34\xcd\xb2\xa1", 4),
      std::string_view("\x0a\x0d\x0d\x0a", 4),
  };
  for (const std::string_view magic : kMagic) {
    if (head.starts_with(magic)) return true;
  }
  return false;
}

}  // namespace braid::import::packets
