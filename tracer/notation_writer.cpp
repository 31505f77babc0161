#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

#include "braid/tracer/notation.h"
#include "braid/tracer/notation_lexer.h"
#include "braid/tracer/notation_words.h"
#include "braid/tracer/open_descriptors.h"
#include "braid/tracer/quote.h"

namespace braid {
namespace {

void require(bool condition, std::string_view what, std::string_view word) {
  if (condition) return;
  throw std::invalid_argument(fmt::format("the notation cannot say {} {}", what, quote(word)));
}

void require_free_name(std::string_view what, std::string_view name) {
  require(notation::is_name(name) && !notation::is_reserved(name), what, name);
}

void require_canonical(std::string_view contents) {
  std::uint64_t value = 0;
  const auto [stop, error] = std::from_chars(contents.data(), contents.data() + contents.size(), value);
  require(error == std::errc() && value <= kGreatestContents && contents == std::to_string(value),
          "the contents, under `values counter`,", contents);
}

/// Whether a condition with this formula is read back with the same one.
bool is_readable(std::string_view formula) {
  const std::string text = fmt::format("x: {}", formula);
  try {
    notation::Lexer lexer("", text);
    if (!lexer.next_statement()) return false;
    lexer.take();
    lexer.take();
    return lexer.take_formula().text == formula && !formula.empty() && formula.front() != '#' &&
           !lexer.next_statement();
  } catch (const InputError&) {
    return false;
  }
}

/// The event's word and operand; leaves out what the notation lets one leave out.
std::string descriptor_event(const Trace& trace, const Actor& actor, const Event& event,
                             OpenDescriptors& open) {
  const std::string& descriptor = actor.descriptors[event.descriptor];
  std::string text(name_of(event.operation));
  if (event.operation == Operation::open) {
    require(notation::is_descriptor_name(descriptor), "descriptor", descriptor);
    const std::string& file = trace.files[event.file].name;
    text += ' ' + file;
    if (descriptor != file) text += " as " + descriptor;
    if (event.truncates) text += " truncate";
    require(open.open(descriptor, event.file).has_value(), "a second open under the name", descriptor);
    return text;
  }
  const auto number = open.find(descriptor);
  require(number.has_value(), "an operation on the closed descriptor", descriptor);
  if (open.size() > 1) text += ' ' + descriptor;
  if (event.one_block) text += fmt::format(" at {}", event.block);
  if (event.unaligned) {
    require(event.operation == Operation::write && event.one_block, "the unaligned",
            name_of(event.operation));
    text += " unaligned";
  }
  if (event.operation == Operation::close) open.close(*number);
  return text;
}

std::string word_of(Rights rights) {
  std::string letters;
  if (rights.read) letters += 'r';
  if (rights.write) letters += 'w';
  if (rights.administer) letters += 'a';
  return letters.empty() ? "none" : letters;
}

std::string event_text(const Trace& trace, const Actor& actor, const Event& event, OpenDescriptors& open) {
  require(!event.start && !event.end && !event.result, "the times or the result of an event of", actor.name);
  if (has_descriptor(event.operation)) return descriptor_event(trace, actor, event, open);
  const std::string_view word = name_of(event.operation);
  switch (event.operation) {
    case Operation::rename:
      require(event.file != event.replaced, "the rename to itself of file", trace.files[event.file].name);
      return fmt::format("{} {} {}", word, trace.files[event.file].name, trace.files[event.replaced].name);
    case Operation::release:
      return fmt::format("{} {}", word, trace.volumes[event.file].name);
    case Operation::setacl:
      require_free_name("user", event.user);
      return fmt::format("{} {} {} {}", word, trace.directories[event.file].name, event.user,
                         word_of(event.rights));
    default:
      return fmt::format("{} {}", word, trace.files[event.file].name);
  }
}

void write_client(const Trace& trace, const Actor& actor, std::string& text) {
  constexpr std::size_t kLineLength = 100;
  if (!notation::is_process_name(actor.name)) require_free_name("client", actor.name);
  std::size_t line_start = text.size();
  text += fmt::format("client {}:", actor.name);
  OpenDescriptors open;
  for (std::size_t i = 0; i < actor.events.size(); ++i) {
    const std::size_t begin = text.size();
    if (i > 0) text += ',';
    text += ' ';
    text += event_text(trace, actor, actor.events[i], open);
    if (i > 0 && text.size() - line_start > kLineLength) {
      text.replace(begin, 2, ",\n    ");
      line_start = begin + 2;
    }
  }
  text += '\n';
}

std::string instruction_text(const Event& event) {
  if (event.operation == Operation::move) return fmt::format("move {}", event.address);
  if (event.operation == Operation::lower) return fmt::format("lower {}", event.page);
  if (!has_address(event.operation)) return std::string(name_of(event.operation));
  return fmt::format("{} 0x{:x}{}{}", name_of(event.operation), event.address,
                     event.space.empty() ? "" : " of " + event.space,
                     event.renames ? fmt::format(" to {}", event.page) : "");
}

void write_process(const Actor& actor, std::string& text) {
  require(notation::is_process_name(actor.name), "process", actor.name);
  text += fmt::format("process {}", actor.name);
  if (actor.cpu != 0) text += fmt::format(" on {}", actor.cpu);
  text += ':';
  for (const Event& event : actor.events)
    text += fmt::format("{} {}", &event == &actor.events.front() ? "" : ",", instruction_text(event));
  text += '\n';
}

void write_table(std::string_view head, const std::vector<PageMapping>& table, std::string& text) {
  require(!table.empty(), "the empty table of", head);
  text += fmt::format("{}:", head);
  for (const PageMapping& entry : table) {
    text += fmt::format("{} {}->", &entry == &table.front() ? "" : ",", entry.from);
    const char* const further = entry.zeroed     ? "=zero"
                                : entry.large    ? "=large"
                                : entry.readonly ? "=readonly"
                                                 : "";
    text += entry.absent ? "none" : fmt::format("{}{}", entry.to, further);
  }
  text += '\n';
}

void write_task(const MonitorTask& task, std::string& text) {
  require_free_name("task", task.name);
  require(!task.items.empty(), "the empty task", task.name);
  text += fmt::format("task {}", task.name);
  if (task.cpu != 0) text += fmt::format(" on {}", task.cpu);
  text += ':';
  for (const WorkItem& item : task.items) {
    text += fmt::format("{} {} {}", &item == &task.items.front() ? "" : ",", name_of(item.work),
                        item.page.machine);
    if (item.work != Work::destroy) text += fmt::format(".{}", item.page.number);
    if (has_two_pages(item.work)) text += fmt::format(" {}.{}", item.other.machine, item.other.number);
  }
  text += '\n';
}

void write_machines(const Trace& trace, std::string& text) {
  if (trace.machine) {
    text += fmt::format("machine frames={} cpus={} tlb={}\n", trace.machine->frames, trace.machine->cpus,
                        trace.machine->tlb);
  }
  for (const VirtualMachine& machine : trace.machines) {
    require_free_name("vm", machine.name);
    write_table("vm " + machine.name, machine.pmap, text);
  }
  for (const AddressSpace& space : trace.spaces) write_table("space " + space.process, space.table, text);
}

void write_head(const Trace& trace, std::string& text) {
  require(notation::is_hyphenated_name(trace.system), "system", trace.system);
  text += fmt::format("system {}", trace.system);
  for (const Option& option : trace.options) {
    require(notation::is_hyphenated_name(option.name), "option", option.name);
    require(notation::is_value(option.value), "the value", option.value);
    text += fmt::format(" {}={}", option.name, option.value);
  }
  text += fmt::format("\nvalues {}\n", trace.values == Values::counter ? "counter" : "writer");
}

void write_files(const Trace& trace, std::string& text) {
  for (const File& file : trace.files) {
    require_free_name("file", file.name);
    if (file.absent) {
      require(file.contents.empty(), "the contents of an absent file,", file.contents);
      text += fmt::format("file {} absent", file.name);
      text += file.blocks == 1 ? "\n" : fmt::format(" blocks {}\n", file.blocks);
      continue;
    }
    require(notation::is_value(file.contents), "the contents", file.contents);
    if (trace.values == Values::counter) require_canonical(file.contents);
    text += fmt::format("file {} = {}", file.name, file.contents);
    text += file.blocks == 1 ? "\n" : fmt::format(" blocks {}\n", file.blocks);
  }
}

/// `volume v: a, b`
void write_group(const Trace& trace, std::string_view kind, const std::string& name,
                 const std::vector<std::uint32_t>& files, std::string& text) {
  require_free_name(kind, name);
  require(!files.empty(), fmt::format("the empty {}", kind), name);
  text += fmt::format("{} {}:", kind, name);
  for (const std::uint32_t& file : files) {
    text += fmt::format("{} {}", &file == &files.front() ? "" : ",", trace.files[file].name);
  }
  text += '\n';
}

/// `mount c0: a = b`, a statement for each client.
void write_mounts(const Trace& trace, std::string& text) {
  const std::string* client = nullptr;
  for (const Mount& mount : trace.mounts) {
    const bool same = client != nullptr && *client == mount.client;
    if (!same) {
      require_free_name("client", mount.client);
      text += fmt::format("{}mount {}:", client == nullptr ? "" : "\n", mount.client);
    }
    text += fmt::format("{} {} = {}", same ? "," : "", trace.files[mount.path].name,
                        trace.files[mount.file].name);
    client = &mount.client;
  }
  if (client != nullptr) text += '\n';
}

void write_world(const Trace& trace, std::string& text) {
  for (const Volume& volume : trace.volumes) write_group(trace, "volume", volume.name, volume.files, text);
  for (const Directory& directory : trace.directories) {
    write_group(trace, "directory", directory.name, directory.files, text);
    if (directory.acl.empty()) continue;
    text += fmt::format("acl {}:", directory.name);
    for (const Directory::Entry& entry : directory.acl) {
      require_free_name("user", entry.user);
      text += fmt::format("{} {} {}", &entry == &directory.acl.front() ? "" : ",", entry.user,
                          word_of(entry.rights));
    }
    text += '\n';
  }
  for (const User& user : trace.users) {
    require_free_name("client", user.client);
    require_free_name("user", user.name);
    require_free_name("user", user.claims);
    text += fmt::format("user {} = {}", user.client, user.name);
    text += user.claims == user.name ? "\n" : fmt::format(" claims {}\n", user.claims);
  }
  write_mounts(trace, text);
  if (trace.capacity.memory || trace.capacity.disk) text += "capacity";
  if (trace.capacity.memory) text += fmt::format(" memory={}", *trace.capacity.memory);
  if (trace.capacity.disk) text += fmt::format(" disk={}", *trace.capacity.disk);
  if (trace.capacity.memory || trace.capacity.disk) text += '\n';
}

void write_claims(const Trace& trace, std::string& text) {
  for (const Expectation& expectation : trace.expectations) {
    require(notation::is_hyphenated_name(expectation.property), "property", expectation.property);
    text += fmt::format("expect {} {}\n", expectation.property, expectation.holds ? "holds" : "violated");
  }
  for (const Condition& condition : trace.conditions) {
    require(is_readable(condition.formula), "the formula", condition.formula);
    text += fmt::format("{}: {}\n", name_of(condition.kind), condition.formula);
  }
}

}  // namespace

std::string to_notation(const Trace& trace) {
  require(!trace.actors.empty(), "a trace without clients:", trace.source);
  std::string text;
  write_head(trace, text);
  write_files(trace, text);
  write_world(trace, text);
  write_machines(trace, text);
  for (const Actor& actor : trace.actors) {
    if (actor.guest) {
      write_process(actor, text);
    } else {
      write_client(trace, actor, text);
    }
  }
  if (!trace.measured.empty()) text += "measure";
  for (const std::uint32_t& actor : trace.measured)
    text += fmt::format("{} {}", &actor == &trace.measured.front() ? "" : ",", trace.actors[actor].name);
  if (!trace.measured.empty()) text += '\n';
  for (const MonitorTask& task : trace.tasks) write_task(task, text);
  if (!trace.faults.empty()) text += "faults";
  for (const FaultBudget& fault : trace.faults) {
    require(notation::is_hyphenated_name(fault.name), "fault", fault.name);
    text += fmt::format(" {}<={}", fault.name, fault.limit);
  }
  if (!trace.faults.empty()) text += '\n';
  write_claims(trace, text);
  return text;
}

}  // namespace braid
