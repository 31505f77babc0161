#include "braid/tracer/action_strings.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "braid/tracer/open_descriptors.h"
#include "braid/tracer/quote.h"

namespace braid {
namespace {

constexpr unsigned kMostFiles = 26;
constexpr std::string_view kActionForms =
    "actions are oFD (open file F, a to z, on descriptor D, 0 to 9), rD, wD and cD";

class ActionParser {
 public:
  ActionParser(std::string_view source, std::string_view text, std::optional<unsigned> files)
      : source_(source), text_(text), files_(files) {}

  Trace parse();

 private:
  Actor parse_client(std::size_t number);
  Event parse_action(std::string_view client, std::string_view action, OpenDescriptors& descriptors);
  [[nodiscard]] std::string_view take_until(std::string_view separators);
  void check_shape(std::string_view action) const;
  [[noreturn]] void fail_not_open(std::string_view client, std::string_view name,
                                  const OpenDescriptors& descriptors) const;
  /// `offset` counts from the beginning of the action.
  [[noreturn]] void fail(std::size_t offset, std::string_view cause, std::string_view accepted) const;

  std::string_view source_;
  std::string_view text_;
  std::optional<unsigned> files_;
  std::size_t action_start_ = 0;
  std::size_t offset_ = 0;
  std::uint32_t greatest_file_ = 0;
};

void ActionParser::fail(std::size_t offset, std::string_view cause, std::string_view accepted) const {
  throw InputError(source_, {1, action_start_ + offset + 1}, cause, accepted, text_);
}

std::string_view ActionParser::take_until(std::string_view separators) {
  action_start_ = offset_;
  offset_ = std::min(text_.find_first_of(separators, offset_), text_.size());
  return text_.substr(action_start_, offset_ - action_start_);
}

Trace ActionParser::parse() {
  if (files_ && (*files_ < 1 || *files_ > kMostFiles)) {
    throw InputError(source_, {}, fmt::format("{} files", *files_), "action strings have 1 to 26 files");
  }
  if (text_.empty()) fail(0, "no actions", kActionForms);
  Trace trace;
  trace.source = source_;
  trace.text = text_;
  trace.values = Values::counter;
  trace.options.push_back({"reopen", "replace", {}});
  trace.actors.push_back(parse_client(0));
  while (offset_ < text_.size()) {
    ++offset_;
    trace.actors.push_back(parse_client(trace.actors.size()));
  }
  const unsigned count = files_.value_or(greatest_file_ + 1);
  for (unsigned file = 0; file < count; ++file) {
    trace.files.push_back({std::string(1, static_cast<char>('a' + file)), std::to_string(file), {}});
  }
  return trace;
}

/// Reads up to a comma or the end of the text.
Actor ActionParser::parse_client(std::size_t number) {
  Actor actor;
  actor.name = fmt::format("c{}", number);
  OpenDescriptors descriptors;
  while (true) {
    const std::string_view action = take_until(":,");
    actor.events.push_back(parse_action(actor.name, action, descriptors));
    if (offset_ == text_.size() || text_[offset_] == ',') break;
    ++offset_;
  }
  actor.descriptors = descriptors.names();
  return actor;
}

/// Whether the action is `oFD`, `rD`, `wD` or `cD`; fails at the first character that is not as it should be.
void ActionParser::check_shape(std::string_view action) const {
  if (action.empty()) fail(0, "an action is missing", kActionForms);
  const char letter = action.front();
  if (letter != 'o' && letter != 'r' && letter != 'w' && letter != 'c') {
    fail(0, fmt::format("unknown action {}", quote(action)), kActionForms);
  }
  const std::size_t size = letter == 'o' ? 3 : 2;
  if (action.size() < size)
    fail(action.size(), fmt::format("action {} is too short", quote(action)), kActionForms);
  if (letter == 'o' && (action[1] < 'a' || action[1] > 'z')) {
    fail(1, fmt::format("{} is no file", quote(action.substr(1, 1))), "a file is a letter from a to z");
  }
  const std::string_view descriptor = action.substr(size - 1, 1);
  if (descriptor.front() < '0' || descriptor.front() > '9') {
    fail(size - 1, fmt::format("{} is no descriptor", quote(descriptor)), "a descriptor is a digit");
  }
  if (action.size() > size) fail(size, fmt::format("action {} is too long", quote(action)), kActionForms);
}

Event ActionParser::parse_action(std::string_view client, std::string_view action,
                                 OpenDescriptors& descriptors) {
  check_shape(action);
  Event event;
  event.position = {1, action_start_ + 1};
  const std::string_view name = action.substr(action.size() - 1);
  if (action.front() == 'o') {
    event.file = static_cast<std::uint32_t>(action[1] - 'a');
    if (files_ && event.file >= *files_) {
      fail(1, fmt::format("there is no file {}", quote(action.substr(1, 1))),
           *files_ == 1
               ? std::string("the only file is a")
               : fmt::format("the {} files are a to {}", *files_, static_cast<char>('a' + *files_ - 1)));
    }
    greatest_file_ = std::max(greatest_file_, event.file);
    const auto number = descriptors.open(name, event.file);
    if (!number) {
      fail(2, fmt::format("client {} already has descriptor {} open here", quote(client), name),
           "close it first, or take another digit");
    }
    event.descriptor = *number;
    return event;
  }
  const auto number = descriptors.find(name);
  if (!number) fail_not_open(client, name, descriptors);
  event.descriptor = *number;
  event.file = descriptors.file_of(*number);
  event.operation = action.front() == 'r'   ? Operation::read
                    : action.front() == 'w' ? Operation::write
                                            : Operation::close;
  if (event.operation == Operation::close) descriptors.close(*number);
  return event;
}

void ActionParser::fail_not_open(std::string_view client, std::string_view name,
                                 const OpenDescriptors& descriptors) const {
  fail(1, fmt::format("client {} has no descriptor {} open here", quote(client), name),
       descriptors.size() == 0 ? fmt::format("open a file on it first, as in oa{}", name)
                               : fmt::format("open: {}", quote_list(descriptors.open_names())));
}

void require(bool condition, std::string_view what, std::string_view name) {
  if (condition) return;
  throw std::invalid_argument(fmt::format("action strings cannot say {} {}", what, quote(name)));
}

}  // namespace

Trace parse_action_strings(std::string_view source, std::string_view actions, std::optional<unsigned> files) {
  return ActionParser(source, actions, files).parse();
}

std::string to_action_strings(const Trace& trace) {
  require(!trace.actors.empty(), "a trace without clients:", trace.source);
  std::string text;
  for (std::size_t i = 0; i < trace.actors.size(); ++i) {
    const Actor& actor = trace.actors[i];
    require(actor.name == fmt::format("c{}", i), "client", actor.name);
    require(!actor.events.empty(), "the empty program of client", actor.name);
    if (i > 0) text += ',';
    for (std::size_t j = 0; j < actor.events.size(); ++j) {
      const Event& event = actor.events[j];
      const bool spelled = has_descriptor(event.operation) && event.operation != Operation::fsync;
      require(spelled && !event.one_block && !event.truncates, "the operation", name_of(event.operation));
      const std::string& descriptor = actor.descriptors[event.descriptor];
      require(descriptor.size() == 1 && descriptor[0] >= '0' && descriptor[0] <= '9', "descriptor",
              descriptor);
      if (j > 0) text += ':';
      text += name_of(event.operation).front();
      if (event.operation == Operation::open) {
        const std::string& file = trace.files[event.file].name;
        require(file.size() == 1 && file[0] >= 'a' && file[0] <= 'z', "file", file);
        text += file;
      }
      text += descriptor;
    }
  }
  return text;
}

}  // namespace braid
