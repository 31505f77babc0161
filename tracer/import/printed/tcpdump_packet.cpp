#include "braid/tracer/import/printed/tcpdump_packet.h"

#include <array>
#include <chrono>
#include <utility>

#include "braid/tracer/import/words.h"

namespace braid::import::printed {
namespace {

using recording::Time;

/// What the numbers of RFC 1094 section 2.3.1 are called by tcpdump.
constexpr auto kErrors = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"Operation not permitted", "NFS3ERR_PERM"},
    {"No such file or directory", "NFS3ERR_NOENT"},
    {"Input/output error", "NFS3ERR_IO"},
    {"Device not configured", "NFS3ERR_NXIO"},
    {"Permission denied", "NFS3ERR_ACCES"},
    {"File exists", "NFS3ERR_EXIST"},
    {"Cross-device link", "NFS3ERR_XDEV"},
    {"Not a directory", "NFS3ERR_NOTDIR"},
    {"Is a directory", "NFS3ERR_ISDIR"},
    {"Invalid argument", "NFS3ERR_INVAL"},
    {"File too large", "NFS3ERR_FBIG"},
    {"No space left on device", "NFS3ERR_NOSPC"},
    {"Read-only file system", "NFS3ERR_ROFS"},
    {"Too many links", "NFS3ERR_MLINK"},
    {"File name too long", "NFS3ERR_NAMETOOLONG"},
    {"Directory not empty", "NFS3ERR_NOTEMPTY"},
    {"Disk quota exceeded", "NFS3ERR_DQUOT"},
    {"Stale NFS file handle", "NFS3ERR_STALE"},
});

/// `2026-11-22`
std::optional<Time> read_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = read_number<std::uint16_t>(text.substr(0, 4));
  const auto month = read_number<std::uint8_t>(text.substr(5, 2));
  const auto day = read_number<std::uint8_t>(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(*month),
                                         std::chrono::day(*day)};
  if (!date.ok() || *year < 1970 || *year > 2200) return std::nullopt;
  return recording::seconds(std::chrono::seconds(std::chrono::sys_days(date).time_since_epoch()).count());
}

/// `13:37:08.016113`
std::optional<Time> read_clock(std::string_view text) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hours = read_number<std::uint8_t>(text.substr(0, 2));
  const auto minutes = read_number<std::uint8_t>(text.substr(3, 2));
  const auto seconds = recording::parse_time(text.substr(6));
  if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59) return std::nullopt;
  if (*seconds < recording::seconds(0) || *seconds > recording::seconds(61)) return std::nullopt;
  return recording::seconds((*hours * 3600) + (*minutes * 60)) + *seconds;
}

struct Side {
  std::string address;
  std::string port;
};

std::optional<Side> read_side(std::string_view text) {
  const std::size_t point = text.rfind('.');
  if (point == std::string_view::npos || point == 0 || point + 1 == text.size()) return std::nullopt;
  return Side{std::string(text.substr(0, point)), std::string(text.substr(point + 1))};
}

}  // namespace

std::optional<Time> take_packet_time(std::string_view& text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  std::string_view rest = text;
  const std::string_view word = take_word(rest);
  std::optional<Time> time;
  if (const auto date = read_date(word)) {
    const auto clock = read_clock(take_word(rest));
    if (clock) time = *date + *clock;
  } else {
    time = word.find(':') != std::string_view::npos ? read_clock(word) : recording::parse_time(word);
  }
  if (time) text = rest;
  return time;
}

std::optional<Endpoints> read_endpoints(std::string_view text) {
  const std::size_t arrow = text.find(" > ");
  if (arrow == std::string_view::npos) return std::nullopt;
  const std::string_view before = text.substr(0, arrow);
  const std::size_t blank = before.find_last_of(" \t");
  const auto from = read_side(before.substr(blank == std::string_view::npos ? 0 : blank + 1));
  std::string_view after = text.substr(arrow + 3);
  std::string_view word = take_word(after);
  if (!word.ends_with(':')) return std::nullopt;
  word.remove_suffix(1);
  const auto to = read_side(word);
  if (!from || !to) return std::nullopt;
  return Endpoints{from->address, from->port, to->address, to->port};
}

std::string error_name(std::string_view text) {
  for (const auto& [printed, name] : kErrors) {
    if (text == printed) return std::string(name);
  }
  return std::string(text);
}

}  // namespace braid::import::printed
