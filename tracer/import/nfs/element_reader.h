// Reads elements of messages into an event's fields.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/nfs/elements.h"
#include "braid/tracer/import/packets/xdr_reader.h"

namespace braid::import::nfs {

/// The handles and names that were read: which files a message is about. Views of the message.
struct Mentioned {
  std::vector<std::string_view> handles;
  std::vector<std::string_view> names;
  struct Entry {
    std::string_view name;
    std::string_view handle;
  };
  std::vector<Entry> entries;  ///< of a directory, that came with handles

  void clear();
};

/// Bytes as hexadecimal digits.
[[nodiscard]] std::string hexadecimal(std::string_view bytes);

/// Adds fields under the names that the tables give; a name that is there already, as in a compound that has
/// an operation twice, becomes NAME_2, NAME_3, ...
class ElementReader {
 public:
  ElementReader(packets::XdrReader& xdr, recording::Fields& fields, Mentioned& mentioned,
                const ImportOptions& options, Ledger& ledger)
      : xdr_(xdr), fields_(fields), mentioned_(mentioned), options_(options), ledger_(ledger) {}

  void read(const Elements& elements);

  void add(std::string_view name, recording::Value value);

 private:
  using Read = void (ElementReader::*)(const Element& element);

  void read(const Element& element);
  // Each returns false for shapes of other families.
  bool read_simple(const Element& element);
  bool read_version_2(const Element& element);
  bool read_version_3(const Element& element);
  bool read_version_4(const Element& element);
  bool read_session(const Element& element);
  bool read_layout(const Element& element);
  bool read_callback(const Element& element);

  [[nodiscard]] recording::Time read_time_3();
  void read_data(const Element& element);
  void read_handle(const Element& element, std::string_view handle);
  void read_numbers(const Element& element);
  void read_texts(const Element& element);

  void read_attributes_2();
  void read_settings_2(const Element& element);
  void read_entries_2(const Element& element);

  void read_attributes_3(recording::Fields& fields);
  void read_weak_cache_3(const Element& element);
  void read_settings_3(const Element& element);
  void read_how_3(const Element& element);
  void read_node_3(const Element& element);
  void read_entries_3(const Element& element, bool plus);

  [[nodiscard]] recording::Time read_time_4();
  [[nodiscard]] std::string read_stateid();
  [[nodiscard]] std::array<std::uint32_t, 2> read_bitmap();
  void read_attributes_4(recording::Fields& fields);
  void read_entries_4(const Element& element);
  void read_owner(const Element& element);
  void read_create_type();
  void read_locker(const Element& element);
  void read_open_how(const Element& element);
  void read_open_claim(const Element& element);
  void read_delegation(const Element& element);
  void read_lock_denied(const Element& element);
  void pass_access_entry();
  void pass_security();
  void pass_security_parameters();
  void pass_protection_call();
  void pass_protection_reply();
  void pass_implementation();
  void pass_channel();
  void pass_network_location();
  void read_write_response(const Element& element);
  void read_read_plus(const Element& element);

  packets::XdrReader& xdr_;
  recording::Fields& fields_;
  Mentioned& mentioned_;
  const ImportOptions& options_;
  Ledger& ledger_;
};

}  // namespace braid::import::nfs
