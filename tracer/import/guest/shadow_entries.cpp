// Events of KVM's shadow page tables (arch/x86/kvm/mmu/mmutrace.h).
#include <array>

#include "braid/tracer/import/guest/descriptions.h"
#include "braid/tracer/import/words.h"

namespace braid::import::guest {
namespace {

constexpr unsigned kPageBits = 12;
constexpr std::uint64_t kFrameMask = 0xf'ffff'ffff'f000;

std::uint64_t frame_of(std::uint64_t entry) {
  return (entry & kFrameMask) >> kPageBits;
}

/// KVM's SPTE_MMU_PRESENT_MASK: an entry that maps something, in any kind of table.
bool is_present(std::uint64_t entry) {
  return (entry >> 11U & 1U) != 0;
}

bool is_writable(std::uint64_t entry) {
  return (entry >> 1U & 1U) != 0;
}

/// The digits of `(rwxu)`, of which the last may not be there.
bool add_permissions(recording::Fields& fields, std::string_view letters) {
  constexpr std::array<std::string_view, 4> kNames = {"readable", "writable", "executable", "user"};
  constexpr std::string_view kLetters = "rwxu";
  if (letters.size() < 3 || letters.size() > 4) return false;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] != '-' && letters[i] != kLetters[i]) return false;
    fields.add(kNames[i], letters[i] != '-');
  }
  return true;
}

/// The role of a shadow page as its bits: union kvm_mmu_page_role (arch/x86/include/asm/kvm_host.h).
bool describe_role(const EventText& text, recording::Record& record) {
  const auto generation = text.number("mmu_valid_gen=", 10);
  const auto frame = text.number("gfn=", 10);
  const auto role = text.number("role=", 10);
  const auto roots = text.number("root_count=", 10);
  const auto unsync = text.number("unsync=", 10);
  if (!generation || !frame || !role || !roots || !unsync) return false;
  constexpr std::array<std::string_view, 8> kAccess = {"---", "--x", "w--", "w-x",
                                                       "-u-", "-ux", "wu-", "wux"};
  recording::Fields& fields = record.arguments;
  fields.add("guest_frame", *frame);
  fields.add("level", *role & 0xfU);
  fields.add("generation", *generation);
  fields.add("quadrant", *role >> 5U & 3U);
  fields.add("direct", (*role >> 7U & 1U) != 0);
  fields.add("access", kAccess[*role >> 8U & 7U]);
  fields.add("invalid", (*role >> 11U & 1U) != 0);
  fields.add("roots", *roots);
  fields.add("synced", *unsync == 0);
  if (const auto created = text.number("created=", 10)) fields.add("new", *created != 0);
  return true;
}

/// `sp gen 0 gfn 2 l4 8-byte q0 direct wux invalid nxe ad root 0 sync new`.
bool describe_page(const EventText& text, recording::Record& record) {
  if (text.unformatted()) return describe_role(text, record);
  std::string_view rest = text.text();
  if (take_word(rest) != "sp" || take_word(rest) != "gen") return false;
  const auto generation = take_number<std::uint64_t>(rest);
  if (!generation || take_word(rest) != "gfn") return false;
  const auto frame = read_number<std::uint64_t>(take_word(rest), 16);
  std::string_view level_word = take_word(rest);
  if (!frame || !level_word.starts_with('l')) return false;
  const auto level = read_number<std::uint32_t>(level_word.substr(1));
  (void)take_word(rest);
  std::string_view quadrant_word = take_word(rest);
  if (!level || !quadrant_word.starts_with('q')) return false;
  const auto quadrant = read_number<std::uint32_t>(quadrant_word.substr(1));
  std::string_view access = take_word(rest);
  const bool direct = access == "direct";
  if (direct) access = take_word(rest);
  const bool invalid = take_word(rest) == "invalid";
  const auto roots = text.number("root", 10);
  if (!quadrant || access.size() != 3 || !roots) return false;
  recording::Fields& fields = record.arguments;
  fields.add("guest_frame", *frame);
  fields.add("level", *level);
  fields.add("generation", *generation);
  fields.add("quadrant", *quadrant);
  fields.add("direct", direct);
  fields.add("access", access);
  fields.add("invalid", invalid);
  fields.add("roots", *roots);
  fields.add("synced", text.has_word("sync"));
  if (text.has_word("new")) fields.add("new", true);
  return true;
}

}  // namespace

bool describe_shadow_entry(const EventText& text, recording::Record& record) {
  record.operation = "map";
  recording::Fields& fields = record.arguments;
  if (text.unformatted()) {
    const auto frame = text.number("gfn=", 10);
    const auto entry = text.number("spte=", 10);
    const auto level = text.number("level=", 10);
    const auto place = text.number("sptep=", 10);
    const auto readable = text.number("r=", 10);
    const auto executable = text.number("x=", 10);
    if (!frame || !entry || !level || !place || !readable || !executable) return false;
    record.object = hexadecimal(frame_of(*entry));
    fields.add("guest_frame", *frame);
    fields.add("machine_frame", frame_of(*entry));
    fields.add("readable", *readable != 0);
    fields.add("writable", is_writable(*entry));
    fields.add("executable", *executable != 0);
    if (const auto user = text.number("u=", 10)) fields.add("user", *user != 0);
    fields.add("level", *level);
    fields.add("entry", hexadecimal(*entry));
    fields.add("entry_address", hexadecimal(*place));
    return true;
  }
  std::string_view rest = text.text();
  if (take_word(rest) != "gfn") return false;
  const auto frame = read_number<std::uint64_t>(take_word(rest), 16);
  if (!frame || take_word(rest) != "spte") return false;
  const auto entry = read_number<std::uint64_t>(take_word(rest), 16);
  const std::string_view letters = take_word(rest);
  if (!entry || letters.size() < 2 || !letters.starts_with('(') || !letters.ends_with(')')) return false;
  if (take_word(rest) != "level") return false;
  const auto level = take_number<std::uint32_t>(rest);
  if (!level || take_word(rest) != "at") return false;
  const auto place = read_number<std::uint64_t>(take_word(rest), 16);
  if (!place) return false;
  record.object = hexadecimal(frame_of(*entry));
  fields.add("guest_frame", *frame);
  fields.add("machine_frame", frame_of(*entry));
  if (!add_permissions(fields, letters.substr(1, letters.size() - 2))) return false;
  fields.add("level", *level);
  fields.add("entry", hexadecimal(*entry));
  fields.add("entry_address", hexadecimal(*place));
  return true;
}

bool describe_requested_entry(const EventText& text, recording::Record& record) {
  const int base = text.unformatted() ? 10 : 16;
  const auto frame = text.number(text.unformatted() ? "gfn=" : "gfn", base);
  const auto machine_frame = text.number(text.unformatted() ? "pfn=" : "pfn", base);
  const auto level = text.number(text.unformatted() ? "level=" : "level", 10);
  if (!frame || !machine_frame || !level) return false;
  record.operation = "request-map";
  record.object = hexadecimal(*machine_frame);
  record.arguments.add("guest_frame", *frame);
  record.arguments.add("machine_frame", *machine_frame);
  record.arguments.add("level", *level);
  return true;
}

bool describe_changed_entry(const EventText& text, recording::Record& record) {
  const auto space = text.number("as id", 10);
  const auto frame = text.number("gfn", 16);
  const auto level = text.number("level", 10);
  const auto old_entry = text.number("old_spte", 16);
  const auto entry = text.number("new_spte", 16);
  if (!space || !frame || !level || !old_entry || !entry) return false;
  record.operation = is_present(*entry) ? "map" : "clear-entry";
  recording::Fields& fields = record.arguments;
  fields.add("guest_frame", *frame);
  const std::uint64_t mapped = is_present(*entry) ? *entry : *old_entry;
  if (is_present(mapped)) {
    record.object = hexadecimal(frame_of(mapped));
    fields.add("machine_frame", frame_of(mapped));
    fields.add("writable", is_writable(mapped));
  }
  fields.add("level", *level);
  fields.add("entry", hexadecimal(*entry));
  fields.add("old_entry", hexadecimal(*old_entry));
  fields.add("address_space", *space);
  return true;
}

bool describe_fast_page_fault(const EventText& text, recording::Record& record) {
  const auto old_entry = text.number("old", 16);
  const auto entry = text.number("new", 16);
  const auto address = text.number("gva", 16);
  if (!old_entry || !entry || !address) return false;
  record.operation = "change-entry";
  record.object = hexadecimal(frame_of(*entry));
  recording::Fields& fields = record.arguments;
  fields.add("address", hexadecimal(*address));
  fields.add("machine_frame", frame_of(*entry));
  fields.add("writable", is_writable(*entry));
  fields.add("entry", hexadecimal(*entry));
  fields.add("old_entry", hexadecimal(*old_entry));
  return true;
}

bool describe_shadow_page(const EventText& text, recording::Record& record) {
  record.operation = "shadow";
  return describe_page(text, record);
}

bool describe_zap(const EventText& text, recording::Record& record) {
  record.operation = "zap";
  return describe_page(text, record);
}

bool describe_zap_all(const EventText& text, recording::Record& record) {
  const bool bare = text.unformatted();
  const auto generation = text.number(bare ? "mmu_valid_gen=" : "kvm-mmu-valid-gen", 10);
  const auto pages = text.number(bare ? "mmu_used_pages=" : "used_pages", bare ? 10 : 16);
  if (!generation || !pages) return false;
  record.operation = "zap-all";
  record.arguments.add("generation", *generation);
  record.arguments.add("pages", *pages);
  return true;
}

bool describe_unmap(const EventText& text, recording::Record& record) {
  std::optional<std::uint64_t> begin;
  std::optional<std::uint64_t> end;
  if (text.unformatted()) {
    begin = text.number("start=", 10);
    end = text.number("end=", 10);
  } else {
    begin = text.number("range:", 16);
    end = text.number("--", 16);
  }
  if (!begin || !end || *begin > *end) return false;
  record.operation = "unmap";
  record.arguments.add("address", hexadecimal(*begin));
  record.arguments.add("address_end", hexadecimal(*end));
  return true;
}

}  // namespace braid::import::guest
