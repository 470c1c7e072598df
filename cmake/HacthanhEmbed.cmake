# hacthanh_embed(NAME FILE)
#
# Makes generated/embedded/NAME.inc, a raw string literal with the text of FILE (a path from the root of the repository),
# for text that travels inside the program. FILE must not hold the mark that ends the literal.
function(hacthanh_embed name file)
  file(READ ${PROJECT_SOURCE_DIR}/${file} text)
  string(FIND "${text}" ")embedded\"" found)
  if(NOT found EQUAL -1)
    message(FATAL_ERROR "${file} cannot be embedded: it holds )embedded\"")
  endif()
  set_property(DIRECTORY ${PROJECT_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${file})
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/embedded/${name}.inc
    CONTENT "R\"embedded(@text@)embedded\"\n" @ONLY NEWLINE_STYLE UNIX)
endfunction()
