// Events of KVM's walks over the guest's own page tables (arch/x86/kvm/mmu/mmutrace.h).
#include "braid/tracer/import/guest/descriptions.h"

namespace braid::import::guest {
namespace {

constexpr unsigned kPageBits = 12;

bool describe_mark(const EventText& text, std::string_view kind, recording::Record& record) {
  const auto address = text.number(text.unformatted() ? "gpa=" : "gpa", text.unformatted() ? 10 : 16);
  if (!address) return false;
  record.operation = "mark";
  record.arguments.add("kind", kind);
  record.arguments.add("address", hexadecimal(*address));
  record.arguments.add("guest_frame", *address >> kPageBits);
  return true;
}

std::optional<std::uint64_t> fault_code(const EventText& text) {
  return text.number(text.unformatted() ? "pferr=" : "pferr", text.unformatted() ? 10 : 16);
}

}  // namespace

void add_fault(recording::Fields& fields, std::uint64_t error_code) {
  const bool writes = (error_code >> 1U & 1U) != 0;
  const bool fetches = (error_code >> 4U & 1U) != 0;
  fields.add("error_code", error_code);
  fields.add("mode", fetches ? "execute" : writes ? "write" : "read");
  fields.add("present", (error_code & 1U) != 0);
  fields.add("user", (error_code >> 2U & 1U) != 0);
}

bool describe_walk(const EventText& text, recording::Record& record) {
  const auto address = text.number(text.unformatted() ? "addr=" : "addr", text.unformatted() ? 10 : 16);
  const auto code = fault_code(text);
  if (!address || !code) return false;
  record.operation = "walk";
  record.arguments.add("address", hexadecimal(*address));
  add_fault(record.arguments, *code);
  return true;
}

bool describe_walk_step(const EventText& text, recording::Record& record) {
  const auto entry = text.number(text.unformatted() ? "pte=" : "pte", text.unformatted() ? 10 : 16);
  const auto level = text.number(text.unformatted() ? "level=" : "level", 10);
  if (!entry || !level) return false;
  record.operation = "walk-step";
  record.arguments.add("entry", hexadecimal(*entry));
  record.arguments.add("level", *level);
  return true;
}

bool describe_walker_error(const EventText& text, recording::Record& record) {
  const auto code = fault_code(text);
  if (!code) return false;
  record.operation = "walker-fault";
  add_fault(record.arguments, *code);
  return true;
}

bool describe_accessed_bit(const EventText& text, recording::Record& record) {
  return describe_mark(text, "accessed", record);
}

bool describe_dirty_bit(const EventText& text, recording::Record& record) {
  return describe_mark(text, "dirty", record);
}

}  // namespace braid::import::guest
