export const pickerWords = {
  title: 'Choose a case',
  placeholder: 'Accession, patient number or name, or scan',
  cases: 'Cases',
  patients: 'Open a case for a patient',
  recent: 'Received last',
  none: (text: string) =>
    text ? `No case or patient matches “${text}”.` : 'There is no case yet. Search for a patient.',
  searching: 'Searching',
  back: 'Back to the search',
  open: {
    title: (number: string) => `Open a case for patient ${number}`,
    accession: 'Accession number',
    specimen: 'Specimen',
    priority: 'Priority',
    stain: 'Stain',
    action: 'Open the case',
  },
};
