#include "braid/tracer/import/strace/call_table.h"

#include <unordered_map>

#include "braid/tracer/import/strace/text.h"

namespace braid::import::strace {
namespace {

using Table = std::unordered_map<std::string_view, const Row*>;

Table make_table() {
  Table table;
  for (const auto rows : {opening_calls(), transfer_calls(), naming_calls(), attribute_calls(),
                          locking_calls(), process_calls()}) {
    for (const Row& row : rows) table.emplace(row.call, &row);
  }
  return table;
}

}  // namespace

Subject Row::subject(Scene& scene) const {
  switch (place) {
    case Place::path:
      return scene.subject(scene.path(0));
    case Place::path_at:
      return scene.subject_at(0, 1);
    case Place::descriptor:
      return scene.descriptor(0);
  }
  return {};
}

void interpret(Scene& scene) {
  static const Table table = make_table();
  const auto row = table.find(scene.call().name);
  if (row == table.end()) {
    scene.skip();
  } else {
    row->second->interpret(scene, *row->second);
  }
}

void on_file(Scene& scene, const Row& row) {
  const Subject subject = row.subject(scene);
  recording::Fields arguments;
  recording::Fields result = scene.outcome();
  add_descriptor(arguments, subject);
  if (row.tell != nullptr && subject.kind == Subject::Kind::file)
    row.tell(scene.call(), row.next(), arguments, result);
  scene.emit(row.operation, subject, std::move(arguments), std::move(result));
}

void add_descriptor(recording::Fields& arguments, const Subject& subject) {
  if (subject.number) arguments.add("descriptor", *subject.number);
}

void add_number(recording::Fields& fields, std::string_view name, std::string_view argument) {
  if (const auto number = read_integer(argument)) fields.add(name, *number);
}

void add_text(recording::Fields& fields, std::string_view name, std::string_view argument) {
  if (!argument.empty()) fields.add(name, symbolic(argument));
}

}  // namespace braid::import::strace
