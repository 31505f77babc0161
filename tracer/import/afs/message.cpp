#include "braid/tracer/import/afs/message.h"

#include <algorithm>
#include <array>
#include <string>

#include "braid/tracer/import/afs/abort_codes.h"
#include "braid/tracer/import/afs/file_status.h"
#include "braid/tracer/import/packets/xdr_reader.h"

namespace braid::import::afs {
namespace {

using recording::Fields;
using recording::List;

// common.xg: AFSNAMEMAX, AFSPATHMAX, AFSOPAQUEMAX, AFSCBMAX
constexpr std::uint32_t kMostName = 256;
constexpr std::uint32_t kMostPath = 1024;
constexpr std::uint32_t kMostOpaque = 1024;
constexpr std::uint32_t kMostFids = 50;

constexpr std::array<std::string_view, 4> kLockTypes = {"read", "write", "extend", "release"};

/// The parts of one message, one after the other.
class Walk {
 public:
  Walk(packets::XdrReader xdr, const FileNames& names, const ImportOptions& options, Ledger& ledger,
       Fields& fields, MessageFacts& facts)
      : xdr_(xdr), names_(names), options_(options), ledger_(ledger), fields_(fields), facts_(facts) {}

  void read(std::span<const Part> parts) {
    named_ = std::find(parts.begin(), parts.end(), Part::name) != parts.end();
    for (const Part part : parts) {
      if (part == Part::none || xdr_.failed()) break;
      read(part);
    }
    if (xdr_.failed()) facts_.readable = false;
  }

 private:
  void read(Part part) {
    switch (part) {
      case Part::none:
        return;
      case Part::fid:
        return read_file();
      case Part::name:
        return read_text("name", kMostName, facts_.name);
      case Part::to_fid:
        return read_identity("to_fid", facts_.to_fid);
      case Part::to_name:
        return read_text("to", kMostName, facts_.to_name);
      case Part::link:
        return read_text("to", kMostPath);
      case Part::store_status:
        return read_settings();
      case Part::range_32:
        return read_range(false, false);
      case Part::range_64:
        return read_range(true, false);
      case Part::store_32:
        return read_range(false, true);
      case Part::store_64:
        return read_range(true, true);
      case Part::lock_type:
        return add("lock", name_among(kLockTypes, xdr_.number()));
      case Part::fids:
        return read_fids();
      case Part::volume:
        return add("volume", xdr_.number());
      case Part::volume_name:
        return read_text("volume", kMostName);
      case Part::fetched_32:
        return read_fetched(xdr_.number());
      case Part::fetched_64:
        return read_fetched(xdr_.long_number());
      case Part::new_fid:
        return read_identity("fid", facts_.new_fid);
      case Part::status:
      case Part::new_status:
        return read_status();
      case Part::directory_status:
        return add("directory", read_file_status(xdr_).fields);
      case Part::to_directory_status:
        return add("to_directory", read_file_status(xdr_).fields);
      case Part::callback:
        return add("callback", read_callback(xdr_));
      case Part::statuses:
        return read_statuses();
      case Part::callbacks:
        return read_callbacks();
      case Part::access_list:
        return read_text("access_list", kMostOpaque);
      case Part::seconds:
        return add("value", xdr_.number());
    }
  }

  void add(std::string_view name, recording::Value value) {
    if (!xdr_.failed()) fields_.add(name, std::move(value));
  }

  void read_text(std::string_view name, std::uint32_t most) {
    std::string_view ignored;
    read_text(name, most, ignored);
  }

  void read_text(std::string_view name, std::uint32_t most, std::string_view& text) {
    text = xdr_.text(most);
    add(name, text);
  }

  void read_identity(std::string_view name, std::optional<Fid>& fact) {
    const Fid fid = read_fid(xdr_);
    if (xdr_.failed()) return;
    fact = fid;
    fields_.add(name, to_string(fid));
  }

  void read_file() {
    read_identity("fid", facts_.fid);
    if (!named_ && facts_.fid) add_known_name(*facts_.fid);
  }

  void add_known_name(const Fid& fid) {
    if (const std::string_view name = names_.name_of(fid); !name.empty()) fields_.add("name", name);
  }

  void read_settings() {
    recording::Fields set = read_store_status(xdr_);
    if (!set.empty()) add("set", std::move(set));
  }

  void read_fids() {
    List fids;
    Fid fid;
    const std::uint32_t count = xdr_.count(kMostFids);
    for (std::uint32_t number = 0; number < count; ++number) {
      fid = read_fid(xdr_);
      if (!xdr_.failed()) fids.emplace_back(to_string(fid));
    }
    if (fids.empty() && xdr_.failed()) return;
    const bool single = fids.size() == 1;
    fields_.add("fids", std::move(fids));
    if (!single) return;
    facts_.fid = fid;
    fields_.add("fid", to_string(fid));
    add_known_name(fid);
  }

  void read_range(bool is_long, bool stores) {
    const auto next = [&] { return is_long ? xdr_.long_number() : xdr_.number(); };
    facts_.offset = next();
    add("offset", facts_.offset);
    const std::uint64_t length = next();
    add("length", length);
    if (!stores) return;
    add("file_length", next());
    if (xdr_.failed() || length == 0) return;
    const std::string_view data = xdr_.take_up_to(length);
    add_data(fields_, data, data.size() < length, options_, ledger_);
  }

  void read_fetched(std::uint64_t length) {
    if (xdr_.failed()) return;
    fields_.add("value", length);
    facts_.data = xdr_.take_up_to(length);
    add_data(fields_, facts_.data, facts_.data.size() < length, options_, ledger_);
  }

  void read_status() {
    const FileStatus status = read_file_status(xdr_);
    facts_.directory = status.directory;
    for (const recording::Field& field : status.fields) fields_.add(field.name, field.value);
  }

  void read_statuses() {
    List statuses;
    const std::uint32_t count = xdr_.count(kMostFids);
    for (std::uint32_t number = 0; number < count && !xdr_.failed(); ++number)
      statuses.emplace_back(read_file_status(xdr_).fields);
    add("statuses", std::move(statuses));
  }

  void read_callbacks() {
    List callbacks;
    const std::uint32_t count = xdr_.count(kMostFids);
    for (std::uint32_t number = 0; number < count && !xdr_.failed(); ++number)
      callbacks.emplace_back(read_callback(xdr_));
    if (!callbacks.empty()) add("callbacks", std::move(callbacks));
  }

  packets::XdrReader xdr_;
  const FileNames& names_;
  const ImportOptions& options_;
  Ledger& ledger_;
  Fields& fields_;
  MessageFacts& facts_;
  bool named_ = false;  ///< the message itself says a name
};

}  // namespace

void MessageReader::read(std::span<const Part> parts, std::string_view message, Fields& fields,
                         MessageFacts& facts) const {
  Walk(packets::XdrReader(message), names_, options_, ledger_, fields, facts).read(parts);
}

}  // namespace braid::import::afs
