# A room is one static library whose headers are reachable only by targets that link it:
# each room's folder is linked into an include root of its own, so `#include "model/x.h"`
# does not compile in a room whose link list lacks paiban_model.

# Warnings belong to our own targets only, never to consumers.
add_library(paiban_warnings INTERFACE)
target_compile_options(paiban_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wconversion -Wno-sign-conversion -Wformat=2 -Wno-format-nonliteral -Wvla -Wundef -Wcast-qual -Wwrite-strings)
target_compile_definitions(paiban_warnings INTERFACE _POSIX_C_SOURCE=200809L _DEFAULT_SOURCE)
if(PAIBAN_FUZZ)
  target_compile_options(paiban_warnings INTERFACE -fsanitize=fuzzer-no-link)
endif()

# paiban_room(NAME SOURCES a.c … USES other targets… [PRIVATE_USES …])
function(paiban_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;USES;PRIVATE_USES" ${ARGN})
  set(root "${PROJECT_BINARY_DIR}/rooms/${name}")
  file(MAKE_DIRECTORY "${root}")
  file(CREATE_LINK "${PROJECT_SOURCE_DIR}/${name}" "${root}/${name}" SYMBOLIC)
  add_library(paiban_${name} STATIC ${ROOM_SOURCES})
  target_include_directories(paiban_${name} PUBLIC "$<BUILD_INTERFACE:${root}>")
  target_link_libraries(paiban_${name}
    PUBLIC ${ROOM_USES}
    PRIVATE ${ROOM_PRIVATE_USES} m $<BUILD_INTERFACE:paiban_warnings>)
endfunction()
