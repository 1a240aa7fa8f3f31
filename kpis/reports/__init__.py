"""The figures of a week or month that has ended, by mail: HTML and PDF, once to each person who wants them."""
