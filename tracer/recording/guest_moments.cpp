#include "braid/tracer/recording/guest_moments.h"

#include <charconv>

#include "braid/tracer/recording/access.h"

namespace braid::recording {
namespace {

constexpr unsigned kPageBits = 12;

std::string_view text_field(const Fields& fields, std::string_view name) {
  const Value* value = fields.find(name);
  return value != nullptr && value->text() != nullptr ? std::string_view(*value->text()) : std::string_view();
}

bool true_field(const Fields& fields, std::string_view name) {
  const Value* value = fields.find(name);
  return value != nullptr && value->truth() != nullptr && *value->truth();
}

std::optional<std::uint64_t> address_field(const Fields& fields, std::string_view name) {
  std::string_view digits = text_field(fields, name);
  if (!digits.starts_with("0x")) return std::nullopt;
  digits.remove_prefix(2);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

void read_map(const Fields& fields, GuestMoment& moment) {
  moment.guest_frame = natural_field(fields, "guest_frame");
  moment.level = natural_field(fields, "level").value_or(1);
  if (!moment.guest_frame) return;
  moment.effect = Effect::access;
  moment.page = *moment.guest_frame;
  moment.writes = true_field(fields, "writable");
  moment.machine_frame = natural_field(fields, "machine_frame");
  moment.entry_address = address_field(fields, "entry_address");
}

void read_fill(const Fields& fields, GuestMoment& moment) {
  const auto address = address_field(fields, "address");
  if (!address || text_field(fields, "kind") != "mapped") return;
  moment.effect = Effect::translation;
  moment.page = *address >> kPageBits;
  moment.guest_frame = natural_field(fields, "guest_frame");
}

void read_trap(const Fields& fields, GuestMoment& moment) {
  constexpr std::uint64_t kWrite = 2;  // of an x86 page fault's error code
  const std::string_view kind = text_field(fields, "kind");
  if (kind == "system call" || kind == "syscall") {
    moment.effect = Effect::system_call;
    return;
  }
  if (!moment.left_out.empty() && !kind.empty()) moment.left_out.append(" ").append(kind);
  const auto address = address_field(fields, "bad_address");
  const bool of_tlb = kind == "TLB load" || kind == "TLB store" || kind == "TLB modify";
  if (!address || (!of_tlb && kind != "page fault")) return;
  moment.effect = Effect::access;
  moment.page = *address >> kPageBits;
  moment.instruction = address_field(fields, of_tlb ? "return_address" : "address");
  moment.writes =
      of_tlb ? kind != "TLB load" : (natural_field(fields, "error_code").value_or(0) & kWrite) != 0;
}

void read_fault(const Fields& fields, GuestMoment& moment) {
  const auto address = address_field(fields, "address");
  if (!address || text_field(fields, "kind") != "SIGSEGV") return;
  moment.effect = Effect::access;
  moment.page = *address >> kPageBits;
}

void read_unmap(const Fields& fields, GuestMoment& moment) {
  const auto add = [&](const Fields& range) {
    const auto first = natural_field(range, "guest_frame");
    const auto frames = natural_field(range, "frames");
    if (first && frames) moment.ranges.push_back({*first, *frames});
  };
  add(fields);
  const Value* ranges = fields.find("ranges");
  if (ranges != nullptr && ranges->list() != nullptr) {
    for (const Value& range : *ranges->list()) {
      if (range.fields() != nullptr) add(*range.fields());
    }
  }
  if (moment.ranges.empty()) {
    moment.left_out = "unmap of no known guest frames";
  } else {
    moment.effect = Effect::unmap;
  }
}

void read_shadow(const Fields& fields, bool goes, GuestMoment& moment) {
  moment.shadow = {natural_field(fields, "guest_frame").value_or(0),
                   natural_field(fields, "level").value_or(0), natural_field(fields, "quadrant").value_or(0),
                   std::string(text_field(fields, "access"))};
  if (goes && moment.shadow.level != 1) {
    // Those below it go by events of their own.
    moment.left_out = "zap of an upper table";
    return;
  }
  moment.effect = goes ? Effect::zap : Effect::shadow;
}

}  // namespace

GuestMoment moment_of(const Record& record) {
  GuestMoment moment;
  moment.left_out = record.operation;
  moment.actor = record.actor;
  moment.thread = record.process.value_or(0);
  moment.cpu = natural_field(record.arguments, "cpu");
  moment.start = record.start;
  const std::string& operation = record.operation;
  const Fields& fields = record.arguments;
  if (operation == "map") read_map(fields, moment);
  if (operation == "tlb-fill") read_fill(fields, moment);
  if (operation == "trap") read_trap(fields, moment);
  if (operation == "fault") read_fault(fields, moment);
  if (operation == "unmap") read_unmap(fields, moment);
  if (operation == "shadow" || operation == "zap") read_shadow(fields, operation == "zap", moment);
  if (operation == "zap-all") moment.effect = Effect::zap_all;
  if (operation == "switch" && text_field(fields, "kind") == "machine") {
    moment.to = text_field(fields, "to");
    moment.left_out = "switch from or to what has no program";
    if (!moment.to.empty()) moment.effect = Effect::change;
  }
  return moment;
}

}  // namespace braid::recording
