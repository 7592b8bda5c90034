# First steps with a release in R, without packages:  Rscript explore.R RELEASE
release <- c(commandArgs(trailingOnly = TRUE), "release")[1]
table_of <- function(name) read.csv(file.path(release, "data", paste0(name, ".csv")), encoding = "UTF-8")

claims <- table_of("claims")
evidence <- table_of("evidence")
documents <- table_of("documents")

# How claims are put forward, and whether they are denied.
print(table(claims$standing, claims$polarity))

# Claims a year, by the date of the document.
dated <- merge(merge(claims, evidence, by = "claim_id"), documents, by = "document_id")
print(table(substr(dated$date, 1, 4), dated$asserted))

# What is not stated as a fact, with its words.
other <- dated[dated$asserted == "false", c("statement", "standing", "polarity", "title", "quote")]
print(head(other, 5), right = FALSE)
