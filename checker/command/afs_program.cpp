#include "braid/checker/command/afs_program.h"

#include "braid/checker/command/afs_python.h"

namespace braid::command {
namespace {

std::uint16_t parse_descriptor(std::string_view action) {
  const char digit = action.back();
  if (digit < '0' || digit > '9') {
    throw EarlyExit::with_error(fmt::format("action \"{}\": the descriptor is {}, which is no digit",
                                            python_excerpt(action), python_character(digit)));
  }
  return static_cast<std::uint16_t>(digit - '0');
}

void require_length(std::string_view action, std::size_t length, std::string_view kind,
                    std::string_view example) {
  if (action.size() == length) return;
  throw EarlyExit::abort(
      fmt::format("client:init() -- malformed {} action ({}) should be {} or something like that", kind,
                  action, example));
}

AfsAction parse_open(std::string_view action, AfsProgram& program) {
  require_length(action, 3, "open", "oa1");
  const std::uint16_t descriptor = parse_descriptor(action);
  if (program.descriptors.size() <= descriptor) program.descriptors.resize(descriptor + std::size_t{1});
  if (program.descriptors[descriptor]) {
    throw EarlyExit::abort(
        fmt::format("filedesc:alloc() -- fd:{} already in use, cannot allocate", descriptor));
  }
  program.descriptors[descriptor] = action[1];
  return {Operation::open, action[1], descriptor};
}

AfsAction parse_action(std::string_view action, AfsProgram& program) {
  if (action.empty()) {
    throw EarlyExit::with_error("there is an empty action; actions are like oa1, r1, w1 and c1");
  }
  switch (action.front()) {
    case 'o':
      return parse_open(action, program);
    case 'r':
      require_length(action, 2, "read", "r1");
      return {Operation::read, 0, parse_descriptor(action)};
    case 'w':
      require_length(action, 2, "write", "w1");
      return {Operation::write, 0, parse_descriptor(action)};
    case 'c':
      require_length(action, 2, "close", "c1");
      return {Operation::close, 0, parse_descriptor(action)};
    default:
      break;
  }
  throw EarlyExit::with_output(fmt::format("Unrecognized command: {} (from {})\n", action.front(), action));
}

}  // namespace

std::optional<char> AfsProgram::file_of(std::size_t descriptor) const {
  return descriptor < descriptors.size() ? descriptors[descriptor] : std::nullopt;
}

AfsProgram random_program(PythonRandom& random, std::size_t steps, std::uint32_t files, double read_ratio) {
  AfsProgram program;
  program.actions.reserve(3 * steps);
  program.descriptors.reserve(steps);
  for (std::size_t step = 0; step < steps; ++step) {
    const RandomAccess access = next_access(random, files, read_ratio);
    const char file = static_cast<char>('a' + access.file);
    const auto descriptor = static_cast<std::uint16_t>(step);
    program.descriptors.emplace_back(file);
    program.actions.push_back({Operation::open, file, descriptor});
    program.actions.push_back({access.operation, 0, descriptor});
    program.actions.push_back({Operation::close, 0, descriptor});
  }
  return program;
}

AfsProgram parse_program(std::string_view text) {
  AfsProgram program;
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    program.actions.push_back(parse_action(text.substr(0, colon), program));
    if (colon == std::string_view::npos) break;
    text.remove_prefix(colon + 1);
    if (text.empty()) program.actions.push_back(parse_action(text, program));
  }
  return program;
}

void print_program(Transcript& transcript, const AfsProgram& program) {
  std::string_view separator = "[";
  for (const AfsAction& action : program.actions) {
    const int number = static_cast<int>(action.operation) + 1;
    if (action.operation == Operation::open) {
      transcript.print("{}({}, {}, {})", separator, number, python_character(action.file), action.descriptor);
    } else {
      transcript.print("{}({}, {})", separator, number, action.descriptor);
    }
    separator = ", ";
  }
  transcript.text(program.actions.empty() ? "[]\n" : "]\n");
}

}  // namespace braid::command
