"""The book: open to anybody, with receipts, and a folder that strangers can check."""

from assembly.book.web import book as rows
from assembly.book.web import receipts
from assembly.kernel.features import Feature

book = Feature("book", blueprints=(rows.bp, receipts.bp))
