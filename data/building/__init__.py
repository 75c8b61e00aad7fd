"""From the rows of a workbook to the values of the domain, with every fault named by its cell."""
